// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** What a reasoning model thinks, tags and all in its text, is no answer and stays as it is. */
class InlineThinkingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String THOUGHT = "<think>\nThe idiot asks.\n</think>\n\n";

    private final Civility civility = new Civility();

    private ChatClient client(ScriptedModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(civility))
                .build();
    }

    private String streamed(ChatResponse... chunks) {
        return String.join(
                "",
                require(client(new ScriptedModel().turn(chunks)).prompt("hi").stream()
                        .content()
                        .collectList()
                        .block(SOON)));
    }

    @Test
    void thinking_in_the_text_stays_and_the_answer_behind_it_is_corrected() {
        assertThat(client(ScriptedModel.saying(THOUGHT + "hello idiot"))
                        .prompt("hi")
                        .call()
                        .content())
                .isEqualTo(THOUGHT + "hello friend!");
        assertThat(civility.requests).extracting(CorrectionRequest::answer).containsExactly("hello idiot");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void thinking_over_chunks_of_any_size_is_the_same_thinking(int size) {
        String text = THOUGHT + "hello idiot";
        ChatResponse[] chunks = IntStream.iterate(0, i -> i < text.length(), i -> i + size)
                .mapToObj(i -> Replies.word(text.substring(i, Math.min(text.length(), i + size))))
                .toArray(ChatResponse[]::new);

        assertThat(streamed(chunks)).isEqualTo(THOUGHT + "hello friend!");
        assertThat(civility.requests).extracting(CorrectionRequest::answer).containsExactly("hello idiot");
    }

    @Test
    void a_text_that_is_nothing_but_thinking_is_no_way_around_an_aligner() {
        assertThat(streamed(Replies.word("<think>hello "), Replies.word("idiot</think>")))
                .doesNotContain("idiot");
        assertThat(streamed(Replies.word("<think>hello "), Replies.word("idiot")))
                .doesNotContain("idiot");
        assertThat(client(ScriptedModel.saying("<think>hello idiot</think>"))
                        .prompt("hi")
                        .call()
                        .content())
                .doesNotContain("idiot");
    }

    @Test
    void thinking_that_the_prompt_opened_ends_with_its_closing_tag_if_the_program_says_so() {
        for (boolean opened : new boolean[] {true, false}) {
            ChatClient client = ChatClient.builder(new ScriptedModel()
                            .turn(Replies.word("The idiot asks.</th"), Replies.word("ink>hello idiot")))
                    .defaultAdvisors(AlignerAdvisors.builder(civility)
                            .thinkingOpened(opened)
                            .build())
                    .build();

            String streamed = String.join(
                    "",
                    require(client.prompt("hi").stream().content().collectList().block(SOON)));
            assertThat(streamed)
                    .isEqualTo(
                            opened ? "The idiot asks.</think>hello friend!" : "The friend asks.</think>hello friend!");
        }
    }

    @Test
    void what_was_thought_in_earlier_turns_is_shown_to_nobody() {
        client(ScriptedModel.saying("hello idiot"))
                .prompt()
                .messages(new UserMessage("hi"), new AssistantMessage(THOUGHT + "ho"), new UserMessage("hi again"))
                .call()
                .content();

        assertThat(civility.requests.get(0).conversation())
                .containsExactly(new Turn(Turn.Role.USER, "hi"), new Turn(Turn.Role.ASSISTANT, "ho"));
    }

    @Test
    void a_tag_inside_an_answer_is_part_of_it() {
        assertThat(streamed(Replies.word("Use <think>idiot</think>, "), Replies.word("idiot.")))
                .isEqualTo("Use <think>friend</think>, friend.!");
    }

    @Test
    void each_generation_thinks_for_itself() {
        assertThat(streamed(
                        Replies.word("<think>idiot", Map.of("index", 0)),
                        Replies.word("hello ", Map.of("index", 1)),
                        Replies.word("</think>ok", Map.of("index", 0)),
                        Replies.word("idiot", Map.of("index", 1))))
                .isEqualTo("<think>idiot</think>okhello friend!");
    }
}
