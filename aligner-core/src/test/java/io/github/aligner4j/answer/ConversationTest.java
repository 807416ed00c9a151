// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationTest {

    private static final Turn SYSTEM = new Turn(Role.SYSTEM, "Be short.");
    private static final Turn FIRST = new Turn(Role.USER, "first");
    private static final Turn REPLY = new Turn(Role.ASSISTANT, "reply");
    private static final Turn SECOND = new Turn(Role.USER, "second");

    @Test
    void the_last_user_message_is_the_question_and_what_is_before_it_the_conversation() {
        CorrectionRequest request = Conversation.of(
                        List.of(SYSTEM, FIRST, REPLY, SECOND, new Turn(Role.ASSISTANT, "Let me check.")))
                .request("answer");

        assertThat(request.question()).isEqualTo("second");
        assertThat(request.answer()).isEqualTo("answer");
        assertThat(request.conversation()).containsExactly(SYSTEM, FIRST, REPLY);
    }

    @Test
    void without_a_user_message_the_question_is_empty() {
        assertThat(Conversation.of(List.of(SYSTEM, REPLY))).isEqualTo(new Conversation(List.of(SYSTEM, REPLY), ""));
        assertThat(Conversation.of(List.of())).isEqualTo(new Conversation(List.of(), ""));
    }

    @Test
    void blank_turns_and_the_thinking_of_the_model_are_left_out() {
        List<Turn> messages = List.of(
                new Turn(Role.USER, " "),
                new Turn(Role.ASSISTANT, "<think>rude?</think>reply"),
                new Turn(Role.ASSISTANT, "<think>nothing else</think>"),
                new Turn(Role.USER, "<think>mine</think>"));

        assertThat(Conversation.of(messages)).isEqualTo(new Conversation(List.of(REPLY), "<think>mine</think>"));
    }

    @Test
    void a_limit_keeps_the_latest_turns() {
        Conversation conversation = Conversation.of(List.of(SYSTEM, FIRST, REPLY, SECOND));

        assertThat(conversation.latest(2).turns()).containsExactly(FIRST, REPLY);
        assertThat(conversation.latest(0).turns()).isEmpty();
        assertThat(conversation.latest(Integer.MAX_VALUE)).isEqualTo(conversation);
    }

    @Test
    void a_question_from_elsewhere_takes_the_place_of_the_message() {
        assertThat(Conversation.of(List.of(FIRST, REPLY, SECOND)).withQuestion("captured"))
                .isEqualTo(new Conversation(List.of(FIRST, REPLY), "captured"));
    }
}
