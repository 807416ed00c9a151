// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConversationsTest {

    private final Conversations conversations = new Conversations();

    @Test
    void the_oldest_of_too_many_is_forgotten() {
        Conversation first = begin("first");
        for (int i = 0; i < Conversations.MAX_CONVERSATIONS; i++) {
            begin("another");
        }

        assertThat(conversations.all()).hasSize(Conversations.MAX_CONVERSATIONS).doesNotContain(first);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> conversations.get(first.id()))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(HttpStatus.NOT_FOUND));
    }

    @Test
    void old_ones_are_forgotten_sooner_if_all_texts_together_are_too_long_but_never_the_latest() {
        String long1 = "a".repeat(Conversation.MAX_CHARACTERS - 20);
        Conversation first = begin(long1);
        Conversation second = begin(long1);
        assertThat(conversations.all()).containsExactly(second, first);

        Conversation third = begin(long1);
        assertThat(conversations.all()).containsExactly(third, second);

        conversations.add(third, Replies.reply("a".repeat(3 * Conversation.MAX_CHARACTERS), "b", "c"));
        assertThat(conversations.all()).containsExactly(third);
    }

    @Test
    void an_answer_to_a_deleted_conversation_does_not_bring_it_back() {
        Conversation deleted = begin("first");
        conversations.delete(deleted.id());
        conversations.add(deleted, Replies.reply("late", "b", "c"));

        assertThat(conversations.all()).isEmpty();
    }

    @Test
    void without_an_id_the_latest_is_meant() {
        Conversation begun = conversations.get(null);
        Conversation second = begin("second");

        assertThat(begun).isSameAs(second);
        assertThat(conversations.get(" ")).isSameAs(second);
        assertThat(conversations.all()).isEqualTo(List.of(second));
    }

    private Conversation begin(String question) {
        Conversation conversation = conversations.begin();
        conversations.add(conversation, Replies.reply(question, "b", "c"));
        return conversation;
    }
}
