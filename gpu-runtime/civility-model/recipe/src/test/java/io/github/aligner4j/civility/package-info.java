/** Tests. */
@NullMarked
package io.github.aligner4j.civility;

import org.jspecify.annotations.NullMarked;
