// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.Turn.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationsTest {

    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    /** Must-do 10: singleText() throws on an image beside the text. */
    @Test
    void the_question_is_all_text_of_the_last_user_message() {
        UserMessage multimodal = UserMessage.from(
                TextContent.from("What is"),
                ImageContent.from("https://example.org/cat.jpg"),
                TextContent.from("on this picture?"));

        assertThat(Conversations.of(List.of(multimodal))
                        .latest(9)
                        .request("A cat.")
                        .question())
                .isEqualTo("What is\non this picture?");
    }

    @Test
    void the_question_is_found_behind_tool_rounds_and_what_was_said_before_it_is_the_conversation() {
        List<ChatMessage> messages = List.of(
                SystemMessage.from("Be brief."),
                UserMessage.from("Hi"),
                AiMessage.from(CALL),
                ToolExecutionResultMessage.from(CALL, "nothing"),
                AiMessage.from("<think>Greet.</think>Hello"),
                UserMessage.from("And now?"),
                AiMessage.from("Let me see", List.of(CALL)),
                ToolExecutionResultMessage.from(CALL, "rain"));

        CorrectionRequest request = Conversations.of(messages).latest(9).request("Rain.");

        assertThat(request.question()).isEqualTo("And now?");
        assertThat(request.answer()).isEqualTo("Rain.");
        assertThat(request.conversation())
                .containsExactly(
                        new Turn(Role.SYSTEM, "Be brief."),
                        new Turn(Role.USER, "Hi"),
                        new Turn(Role.ASSISTANT, "Hello"));
    }

    @Test
    void only_the_newest_messages_of_the_conversation_are_shown() {
        List<ChatMessage> messages = List.of(
                SystemMessage.from("Be brief."),
                UserMessage.from("Hi"),
                AiMessage.from("Hello"),
                UserMessage.from("Bye"));

        assertThat(Conversations.of(messages).latest(1).request("Bye.").conversation())
                .containsExactly(new Turn(Role.ASSISTANT, "Hello"));
        assertThat(Conversations.of(messages).latest(0).request("Bye.").conversation())
                .isEmpty();
    }

    @Test
    void without_a_user_message_the_question_is_empty() {
        CorrectionRequest request = Conversations.of(List.of(SystemMessage.from("Speak!")))
                .latest(9)
                .request("Hi.");

        assertThat(request.question()).isEmpty();
        assertThat(request.conversation()).containsExactly(new Turn(Role.SYSTEM, "Speak!"));
    }
}
