// SPDX-License-Identifier: Apache-2.0
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
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What README.md shows, run with the embedded Aligner. */
class ReadmeTest {

    private static final String README = Pages.read(Pages.ROOT.resolve("README.md"));
    private static final int MAX_LINES = 150;

    /** A row of a table of two columns. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\|$");

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

    @Test
    void the_pair_is_what_the_embedded_aligner_does() {
        String question = cell("question");
        try (CheckpointAligner civility = CheckpointAligner.embedded()) {
            assertThat(civility.correct(CorrectionRequest.of(question, cell("answer of the upstream model")))
                            .answer())
                    .isEqualTo(cell("corrected answer"));
        }
    }

    @Test
    void the_page_is_short_and_has_the_words_that_people_search_for() {
        assertThat(README.lines().count()).isLessThanOrEqualTo(MAX_LINES);
        assertThat(README).contains("`ChatModel` bean (formerly `ChatLanguageModel`)", "English only");
    }

    private static String cell(String name) {
        Matcher row = ROW.matcher(README);
        while (row.find()) {
            if (row.group(1).equals(name)) {
                return row.group(2);
            }
        }
        throw new AssertionError("README.md has no row '" + name + "'");
    }
}
