/**
 * The benchmark of corrections behind {@code aligner bench}: drafting strategies, concurrent callers, and memory. Begin with
 * {@link io.github.aligner4j.bench.Bench}.
 */
@NullMarked
package io.github.aligner4j.bench;

import org.jspecify.annotations.NullMarked;
