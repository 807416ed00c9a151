/**
 * Speculative decoding: drafters guess the next tokens, which one forward pass verifies.
 *
 * <p>Begin with {@link io.github.aligner4j.runtime.drafting.Drafting}. The package knows token ids only, neither the model nor
 * the device. A wrong guess costs time and never changes the text.
 */
@NullMarked
package io.github.aligner4j.runtime.drafting;

import org.jspecify.annotations.NullMarked;
