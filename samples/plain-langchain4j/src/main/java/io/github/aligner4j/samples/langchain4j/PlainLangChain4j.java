// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.PrintStream;
import java.util.List;

/**
 * An AI Service with memory whose answers are corrected. Neither the user nor the memory sees an uncorrected answer.
 */
public final class PlainLangChain4j {

    private PlainLangChain4j() {}

    /** The AI Service, which LangChain4j implements. */
    interface Assistant {

        String answer(String question);
    }

    /** Prints a conversation of two questions, and what the memory holds afterwards. */
    public static void main(String[] arguments) {
        converse(new RudeModel(), System.out);
    }

    static void converse(ChatModel upstream, PrintStream out) {
        try (CheckpointAligner civility = CheckpointAligner.embedded()) {
            ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(AlignedChatModel.wrap(upstream, civility))
                    .chatMemory(memory)
                    .build();

            for (String question : List.of("Is my Java code any good?", "What should I do about it?")) {
                out.println("Question:  " + question);
                out.println("Answer:    " + assistant.answer(question));
            }
            memory.messages().forEach(message -> out.println("In memory: " + message));
        }
    }

    /** A stand-in for a provider's model; any {@link ChatModel} can take its place. */
    static final class RudeModel implements ChatModel {

        private static final List<String> REMARKS =
                List.of("Java is old, and so is your damn code.", "Write a damn test. The bugs are bad.");

        @Override
        public ChatResponse doChat(ChatRequest request) {
            long turn = request.messages().stream()
                    .filter(AiMessage.class::isInstance)
                    .count();
            String remark = REMARKS.get((int) (turn % REMARKS.size()));
            return ChatResponse.builder().aiMessage(AiMessage.from(remark)).build();
        }
    }
}
