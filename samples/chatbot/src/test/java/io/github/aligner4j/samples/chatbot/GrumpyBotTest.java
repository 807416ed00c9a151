// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GrumpyBotTest {

    private final GrumpyBot bot = new GrumpyBot();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Will it RAIN? | Take a damn coat. It is raining.",
                "Hi!           | What the hell do you want? Ask me about the damn weather.",
                "Ship it       | That is a damn strange question. Ask a better one."
            })
    void a_word_of_the_question_chooses_the_topic(String question, String remark) {
        assertThat(bot.chat(question)).isEqualTo(remark);
    }

    @Test
    void the_same_question_gets_another_remark_as_the_conversation_grows() {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("Hi!")));
        messages.add(AiMessage.from(bot.chat(messages).aiMessage().text()));
        messages.add(UserMessage.from("Hi!"));

        assertThat(bot.chat(messages).aiMessage().text()).isEqualTo("You again. What the hell do you want?");
    }

    @Test
    void streamed_words_are_the_remark() {
        List<String> events = new ArrayList<>();
        stream(new Listener(events, false));

        assertThat(events).hasSizeGreaterThan(3).endsWith("complete");
        assertThat(String.join("", events.subList(0, events.size() - 1))).isEqualTo(bot.chat("Hi!"));
    }

    @Test
    void a_cancelled_stream_says_no_more() {
        List<String> events = new ArrayList<>();
        stream(new Listener(events, true));

        assertThat(events).containsExactly("What ");
    }

    private void stream(StreamingChatResponseHandler handler) {
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("Hi!")).build();
        new StreamingGrumpyBot(bot, Runnable::run, Duration.ZERO).chat(request, handler);
    }

    private record Listener(List<String> events, boolean impatient) implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
            events.add(piece.text());
            if (impatient) {
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            events.add("complete");
        }

        @Override
        public void onError(Throwable error) {
            throw new AssertionError(error);
        }
    }
}
