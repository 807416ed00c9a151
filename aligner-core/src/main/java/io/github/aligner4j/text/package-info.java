/** What Aligners need to know about texts: where two differ, and whether one is structured. */
@NullMarked
package io.github.aligner4j.text;

import org.jspecify.annotations.NullMarked;
