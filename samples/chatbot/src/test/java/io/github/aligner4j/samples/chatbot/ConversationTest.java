// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationTest {

    private final Conversation conversation = new Conversation();

    @Test
    void what_goes_upstream_has_the_corrected_texts_and_ends_with_the_question() {
        conversation.add(reply("Hi!"));

        assertThat(conversation.messagesWith("And now?", "Be brief."))
                .containsExactly(
                        SystemMessage.from("Be brief."),
                        UserMessage.from("Hi!"),
                        AiMessage.from("Hello, friend."),
                        UserMessage.from("And now?"));
    }

    @Test
    void without_a_system_message_none_goes_upstream() {
        assertThat(conversation.messagesWith("Hi!", "")).containsExactly(UserMessage.from("Hi!"));
    }

    @Test
    void only_the_latest_exchanges_are_kept() {
        for (int i = 0; i <= Conversation.MAX_REPLIES; i++) {
            conversation.add(reply("question " + i));
        }

        assertThat(conversation.replies()).hasSize(Conversation.MAX_REPLIES);
        assertThat(conversation.replies().get(0).question()).isEqualTo("question 1");
    }

    @Test
    void long_exchanges_are_forgotten_sooner_but_never_the_latest() {
        String half = "a".repeat(Conversation.MAX_CHARACTERS / 2);
        conversation.add(reply("1"));
        conversation.add(reply(half));
        conversation.add(reply(half + "b"));

        assertThat(conversation.replies()).containsExactly(reply(half + "b"));

        conversation.add(reply(half + half));
        assertThat(conversation.replies()).containsExactly(reply(half + half));
    }

    @Test
    void what_a_layer_observed_belongs_to_its_exchange_whichever_comes_first() {
        Reply.Observed early = observed("early");
        Reply.Observed late = observed("late");
        conversation.observe("Hi!", early);
        conversation.add(reply("Hi!"));
        conversation.observe("Hi!", late);
        conversation.observe("an exchange that failed", observed("orphan"));

        assertThat(conversation.replies()).containsExactly(reply("Hi!").with(List.of(early, late)));
    }

    @Test
    void what_layers_observed_counts_and_is_bounded_too() {
        String half = "a".repeat(Conversation.MAX_CHARACTERS / 2);
        conversation.add(reply("1"));
        conversation.add(reply("2"));
        conversation.observe("2", observed(half));
        assertThat(conversation.replies()).hasSize(2);
        conversation.observe("2", observed(half));
        assertThat(conversation.replies()).hasSize(1);

        for (int i = 0; i < 1000; i++) {
            conversation.observe("2", observed(""));
            conversation.observe("orphan " + i, observed(half));
        }
        assertThat(conversation.replies().get(0).observed()).hasSizeLessThan(10);
        assertThat(conversation.characters()).isLessThan(100 * Conversation.MAX_CHARACTERS);
    }

    private static Reply.Observed observed(String text) {
        LayerReport layer = new LayerReport("civility", true, 1, "corrected", "", List.of());
        return new Reply.Observed(layer, "", text, List.of());
    }

    private static Reply reply(String question) {
        return Replies.reply(question, "Hello, idiot.", "Hello, friend.");
    }
}
