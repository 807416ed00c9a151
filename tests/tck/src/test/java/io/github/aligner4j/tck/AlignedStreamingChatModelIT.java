// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.mockito.InOrder;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;

@Execution(ExecutionMode.CONCURRENT)
class AlignedStreamingChatModelIT extends AbstractStreamingChatModelIT {

    @Override
    protected List<StreamingChatModel> models() {
        return Candidates.streaming(Abilities.ALL);
    }

    @Override
    public StreamingChatModel createModelWith(ChatModelListener listener) {
        return Candidates.streamingWith(listener);
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return Candidates.streamingWith(Abilities.ALL, parameters);
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return ChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
    }

    @Override
    protected String customModelName() {
        return "another-model";
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id) {
        verifyToolCall(handler, order, complete(0, id, "getWeather", "{\"city\":\"Munich\"}"));
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, StreamingChatModel model) {
        verifyToolCall(handler, order, complete(0, "call-0", "get_current_time", "{}"));
    }

    @Override
    protected void verifyToolCallbacks(StreamingChatResponseHandler handler, InOrder order, String id1, String id2) {
        verifyToolCall(handler, order, complete(0, id1, "getWeather", "{\"city\":\"Munich\"}"));
        verifyToolCall(handler, order, complete(1, id2, "getTime", "{\"country\":\"France\"}"));
    }

    private static void verifyToolCall(StreamingChatResponseHandler handler, InOrder order, CompleteToolCall whole) {
        ToolExecutionRequest call = whole.toolExecutionRequest();
        PartialToolCall part = partial(whole.index(), call.id(), call.name(), call.arguments());
        order.verify(handler).onPartialToolCall(eq(part), any());
        order.verify(handler).onCompleteToolCall(whole);
    }
}
