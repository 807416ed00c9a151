// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.springai;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.springai.AlignerAdvisors;
import java.io.PrintStream;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * A chat client with memory whose answers are corrected. Neither the user nor the memory sees an uncorrected answer.
 */
public final class PlainSpringAi {

    private PlainSpringAi() {}

    /** Prints a conversation of two questions, and what the memory holds afterwards. */
    public static void main(String[] arguments) {
        converse(new RudeModel(), System.out);
    }

    static void converse(ChatModel upstream, PrintStream out) {
        try (CheckpointAligner civility = CheckpointAligner.embedded()) {
            ChatMemory memory = MessageWindowChatMemory.builder().build();
            ChatClient client = ChatClient.builder(upstream)
                    .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                    .defaultAdvisors(AlignerAdvisors.of(civility))
                    .defaultAdvisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "sample"))
                    .build();

            for (String question : List.of("Is my Java code any good?", "What should I do about it?")) {
                out.println("Question:  " + question);
                out.println("Answer:    " + client.prompt(question).call().content());
            }
            memory.get("sample").forEach(message -> out.println("In memory: " + message));
        }
    }

    /** A stand-in for a provider's model; any {@link ChatModel} can take its place. */
    static final class RudeModel implements ChatModel {

        private static final List<String> REMARKS =
                List.of("Java is old, and so is your damn code.", "Write a damn test. The bugs are bad.");

        @Override
        public ChatResponse call(Prompt prompt) {
            long turn = prompt.getInstructions().stream()
                    .filter(message -> message.getMessageType() == MessageType.ASSISTANT)
                    .count();
            String remark = REMARKS.get((int) (turn % REMARKS.size()));
            return new ChatResponse(List.of(new Generation(new AssistantMessage(remark))));
        }
    }
}
