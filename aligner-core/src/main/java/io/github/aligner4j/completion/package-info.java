/**
 * The port between Aligners and the engines that run their checkpoints: text in, text out, no word of correction.
 *
 * <p>Begin with {@link io.github.aligner4j.completion.CompletionModel}. Words are those of OpenAI, vLLM and Hugging Face.
 */
@NullMarked
package io.github.aligner4j.completion;

import org.jspecify.annotations.NullMarked;
