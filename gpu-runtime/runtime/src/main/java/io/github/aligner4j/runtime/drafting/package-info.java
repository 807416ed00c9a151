/**
 * Guesses of the next tokens, verified by one forward pass: residual decoding, prompt lookup, or none.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.drafting.Drafting}. Nothing here knows the model or the device, and a
 * wrong guess costs time, never correctness.
 */
@NullMarked
package io.github.aligner4j.runtime.drafting;

import org.jspecify.annotations.NullMarked;
