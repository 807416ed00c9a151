// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.RequestAttributes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Aligners and gates know text beside a tool call by an attribute of the request. */
class ToolTurnTest {

    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    private static final Aligner TELLING =
            Aligner.of(request -> String.valueOf(request.attributes().get(RequestAttributes.TOOL_TURN)));

    private static ChatResponse response(boolean toolTurn) {
        return ChatResponse.builder()
                .aiMessage(toolTurn ? AiMessage.from("Let me look.", List.of(CALL)) : AiMessage.from("It is there."))
                .build();
    }

    private static String called(boolean toolTurn) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return response(toolTurn);
            }
        };
        return AlignedChatModel.wrap(model, TELLING)
                .chat(ChatRequest.builder().messages(UserMessage.from("hi")).build())
                .aiMessage()
                .text();
    }

    private static String streamed(boolean toolTurn) {
        StreamingChatModel model = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                handler.onPartialResponse(response(toolTurn).aiMessage().text());
                handler.onCompleteResponse(response(toolTurn));
            }
        };
        CompletableFuture<String> answer = new CompletableFuture<>();
        AlignedStreamingChatModel.wrap(model, TELLING).chat("hi", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String partial) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void text_beside_a_tool_call_is_marked() {
        assertThat(called(true)).isEqualTo("true");
        assertThat(streamed(true)).isEqualTo("true");
    }

    @Test
    void other_text_is_not() {
        assertThat(called(false)).isEqualTo("null");
        assertThat(streamed(false)).isEqualTo("null");
    }
}
