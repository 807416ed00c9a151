// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule-based stand-in for a language model that does not read the documents it is given and remembers facts badly, so that there
 * is something to correct. Any {@link ChatModel} can take its place.
 */
final class ForgetfulBot implements ChatModel {

    private final Map<String, String> answers = new LinkedHashMap<>();

    /** Creates a bot with an answer to each question of the sample. */
    ForgetfulBot() {
        answers.put("When was the Kelwood Bridge opened?", "The Kelwood Bridge was opened in 1947.");
        answers.put("Who founded the Torvel Library?", "Good question. The Torvel Library was founded by Hugo Salden.");
        answers.put("How high is Mount Brandis?", "The height of Mount Brandis is 2741 metres.");
        answers.put(
                "When does the Rallen course start?",
                "The Rallen course starts on 9 March 2026. The Rallen course takes 12 weeks.");
        answers.put("Who owns the Galmere Hotel?", "The owner of the Galmere Hotel is Nadia Corford.");
    }

    /** Returns the questions that it has answers to. */
    List<String> questions() {
        return List.copyOf(answers.keySet());
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        String prompt = ((UserMessage) messages.get(messages.size() - 1)).singleText();
        String answer = answers.entrySet().stream()
                .filter(known -> prompt.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("I don't know.");
        return ChatResponse.builder().aiMessage(AiMessage.from(answer)).build();
    }
}
