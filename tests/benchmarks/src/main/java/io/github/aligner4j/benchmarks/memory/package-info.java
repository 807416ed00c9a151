/** Measures the memory of a process that corrects, see {@code docs/guide/sizing.md}. */
@NullMarked
package io.github.aligner4j.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
