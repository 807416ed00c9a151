/** Measurement of the time from the start of a JVM to its first corrections. */
@NullMarked
package io.github.aligner4j.benchmarks.start;

import org.jspecify.annotations.NullMarked;
