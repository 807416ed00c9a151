/** A round trip: an upstream model learns from its own corrected answers. Begin with the {@code run} script. */
@NullMarked
package io.github.aligner4j.samples.weaktostrong;

import org.jspecify.annotations.NullMarked;
