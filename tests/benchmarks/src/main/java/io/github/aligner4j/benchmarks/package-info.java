/** Benchmarks of the adapters and the cache alone: no model is run. */
@NullMarked
package io.github.aligner4j.benchmarks;

import org.jspecify.annotations.NullMarked;
