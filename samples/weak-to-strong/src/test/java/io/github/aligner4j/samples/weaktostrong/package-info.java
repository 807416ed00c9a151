/** Tests. */
@NullMarked
package io.github.aligner4j.samples.weaktostrong;

import org.jspecify.annotations.NullMarked;
