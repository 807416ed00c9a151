package io.github.aligner4j.documentation;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What README.md shows, run with the embedded Aligner. */
class ReadmeTest {

    /** LangChain4j implements it. */
    interface Assistant {
        String answer(String question);
    }

    /** Notes what it is asked. */
    private static final class RudeModel implements ChatModel {

        private final List<String> questions = new ArrayList<>();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            for (ChatMessage message : request.messages()) {
                if (message instanceof UserMessage question) {
                    questions.add(question.singleText());
                }
            }
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Read the damn manual."))
                    .build();
        }
    }

    @Test
    void the_snippet_runs() {
        RudeModel upstream = new RudeModel();

        try (CheckpointAligner civility = CheckpointAligner.embedded()) {
            ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(AlignedChatModel.wrap(upstream, civility)) // upstream: any ChatModel
                    .chatMemory(memory)
                    .build();

            assistant.answer("Is my Java code any good?"); // corrected; the memory has the corrected answer, too
        }

        assertThat(upstream.questions).containsExactly("Is my Java code any good?");
    }
}
