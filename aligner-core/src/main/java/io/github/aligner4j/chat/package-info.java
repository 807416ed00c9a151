/**
 * The port between prompted Aligners and chat models: messages in, a reply out.
 *
 * <p>Start with {@link io.github.aligner4j.chat.ChatCompletionModel}. The terms are those of OpenAI's chat completions API.
 */
@NullMarked
package io.github.aligner4j.chat;

import org.jspecify.annotations.NullMarked;
