/**
 * The choice of tokens and the end of sequences: everything about one sequence that needs no device.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.generation.Sequence}, one request from its prompt to its text.
 */
@NullMarked
package io.github.aligner4j.runtime.generation;

import org.jspecify.annotations.NullMarked;
