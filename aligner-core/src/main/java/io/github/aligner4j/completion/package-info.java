/**
 * The port between Aligners and the engines that run language models: a prompt in, a completion out.
 *
 * <p>Start with {@link io.github.aligner4j.completion.CompletionModel}. Terms are those of OpenAI, vLLM and Hugging Face. Of the
 * other packages, this one depends on the API alone.
 */
@NullMarked
package io.github.aligner4j.completion;

import org.jspecify.annotations.NullMarked;
