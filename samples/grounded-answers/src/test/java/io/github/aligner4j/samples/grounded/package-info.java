/** Tests. */
@NullMarked
package io.github.aligner4j.samples.grounded;

import org.jspecify.annotations.NullMarked;
