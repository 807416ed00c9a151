/** Measurement of what happens to callers when more answers come than an Aligner can correct. */
@NullMarked
package io.github.aligner4j.benchmarks.load;

import org.jspecify.annotations.NullMarked;
