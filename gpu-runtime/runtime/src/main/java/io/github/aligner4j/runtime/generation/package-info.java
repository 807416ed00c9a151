/**
 * Generation of one sequence: the choice of tokens, their text, and the criteria for its end. Nothing here needs a device.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.generation.Sequence}, one request from its prompt to its text.
 */
@NullMarked
package io.github.aligner4j.runtime.generation;

import org.jspecify.annotations.NullMarked;
