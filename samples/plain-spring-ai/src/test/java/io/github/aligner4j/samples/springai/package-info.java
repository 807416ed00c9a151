/** The sample, run. */
@NullMarked
package io.github.aligner4j.samples.springai;

import org.jspecify.annotations.NullMarked;
