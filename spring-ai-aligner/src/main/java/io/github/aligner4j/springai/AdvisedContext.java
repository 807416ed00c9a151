package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import java.util.HashMap;
import java.util.List;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;

/** Reads and writes what advisors tell each other about one call. */
final class AdvisedContext {

    /** Set while an advisor further out is going to align the answer, so that one added twice does it once. */
    private static final String CLAIMED = "aligner4j.claimed";

    private AdvisedContext() {}

    static boolean isSkipped(ChatClientRequest request) {
        return Boolean.parseBoolean(String.valueOf(request.context().get(AlignerAdvisor.SKIP)));
    }

    static boolean isClaimed(ChatClientRequest request) {
        return request.context().containsKey(CLAIMED);
    }

    static ChatClientRequest claim(ChatClientRequest request) {
        return with(request, CLAIMED, true);
    }

    /** Returns whether a tool loop takes turns with tool calls out of what is answered, as far as the request tells. */
    static boolean hasToolLoop(ChatClientRequest request) {
        Object registered = request.context().get(ChatClientAttributes.TOOL_CALLING_ADVISOR_AUTO_REGISTER.getKey());
        return request.prompt().getOptions() instanceof ToolCallingChatOptions && !Boolean.FALSE.equals(registered);
    }

    /** Returns whether a turn of the model may have tool calls, and text beside them that is no answer. */
    static boolean offersTools(ChatClientRequest request) {
        return request.prompt().getOptions() instanceof ToolCallingChatOptions options
                && !CollectionUtils.isEmpty(options.getToolCallbacks());
    }

    /** Keeps the prompt itself, unlike {@link ChatClientRequest#mutate()}, which copies every message. */
    static ChatClientRequest with(ChatClientRequest request, String key, Object value) {
        return ChatClientRequest.builder()
                .prompt(request.prompt())
                .context(request.context())
                .context(key, value)
                .build();
    }

    /** A claim must not outlive its call: a response's context may become the next request's. */
    static ChatClientResponse unclaim(ChatClientResponse response) {
        var context = new HashMap<>(response.context());
        context.remove(CLAIMED);
        return ChatClientResponse.builder()
                .chatResponse(response.chatResponse())
                .context(context)
                .build();
    }

    static ChatClientResponse answered(ChatClientResponse response, List<Correction> corrections) {
        return response.mutate()
                .context(AlignerAdvisor.CORRECTIONS, List.copyOf(corrections))
                .build();
    }
}
