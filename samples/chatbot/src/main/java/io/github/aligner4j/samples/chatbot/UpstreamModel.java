// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;

/**
 * A model that answers questions, uncorrected.
 *
 * @param name its name in requests
 * @param label its name on the page, without credentials
 * @param builtIn true if it is the {@link GrumpyBot}
 * @param chat gives whole answers
 * @param streaming gives answers in pieces
 */
record UpstreamModel(String name, String label, boolean builtIn, ChatModel chat, StreamingChatModel streaming) {}
