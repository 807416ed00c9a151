// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import java.util.Locale;

/**
 * A rule-based stand-in for a language model that needs neither a network nor a key and is rude by design, so that there is
 * something to correct. It knows a few topics, goes through the remarks of a topic as the conversation grows, and gives the
 * same answer to the same conversation.
 */
final class GrumpyBot implements ChatModel {

    static final String NAME = "grumpy-bot";
    static final String LABEL = "Grumpy bot, rude by design";

    @Override
    public ChatResponse doChat(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        long turn = messages.stream().filter(AiMessage.class::isInstance).count();
        String remark = GrumpyTopic.of(question(messages)).remark(turn);
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(remark))
                .modelName(NAME)
                .finishReason(FinishReason.STOP)
                .build();
    }

    private static String question(List<ChatMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i) instanceof UserMessage user && user.hasSingleText()) {
                return user.singleText().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }
}
