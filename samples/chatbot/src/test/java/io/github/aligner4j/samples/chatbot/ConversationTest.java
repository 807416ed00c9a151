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

    private static Reply reply(String question) {
        return Replies.reply(question, "Hello, idiot.", "Hello, friend.");
    }
}
