// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.RequestAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.util.CollectionUtils;

/** Reads and writes the context of a request and its response, which all advisors of a chain share. */
final class AdvisorContext {

    /** Set for the advisors inside one that is going to correct the answer, so that an advisor added twice corrects once. */
    private static final String CLAIMED = "aligner4j.claimed";

    private AdvisorContext() {}

    static boolean isSkipped(ChatClientRequest request) {
        return Boolean.parseBoolean(String.valueOf(request.context().get(AlignerAdvisor.SKIP)));
    }

    static boolean isClaimed(ChatClientRequest request) {
        return request.context().containsKey(CLAIMED);
    }

    static ChatClientRequest claim(ChatClientRequest request) {
        return with(request, CLAIMED, true);
    }

    /**
     * Returns the context in which answers to {@code request} are corrected.
     *
     * @throws IllegalArgumentException if the deadline is not an instant, the passages are not a list of texts, or an aspect is not a
     *     text
     */
    static CorrectionContext correctionContext(ChatClientRequest request) {
        CorrectionRequests.requirePassages(request);
        CorrectionRequests.requireAspects(request);
        Object deadline = request.context().get(AlignerAdvisor.DEADLINE);
        if (deadline == null) {
            return CorrectionContext.DEFAULT;
        }
        if (deadline instanceof Instant instant) {
            return CorrectionContext.DEFAULT.withDeadline(instant);
        }
        throw new IllegalArgumentException("the advisor parameter " + AlignerAdvisor.DEADLINE
                + " must be a java.time.Instant, but was a "
                + deadline.getClass().getName() + "; set it to Instant.now().plus(...)");
    }

    /**
     * Returns the attributes of the correction request: the conversation's id, then {@code common} ones, then those of the request,
     * of which later ones replace earlier ones.
     */
    static Map<String, Object> attributes(ChatClientRequest request, Map<String, Object> common) {
        Map<String, Object> attributes = new HashMap<>();
        Object conversation = request.context().get(ChatMemory.CONVERSATION_ID);
        if (conversation != null) {
            attributes.put(RequestAttributes.CONVERSATION, conversation.toString());
        }
        attributes.putAll(common);
        request.context().forEach((String key, @Nullable Object value) -> {
            if (value != null && key.startsWith(AlignerAdvisor.ATTRIBUTE_PREFIX)) {
                attributes.put(key.substring(AlignerAdvisor.ATTRIBUTE_PREFIX.length()), value);
            }
        });
        return attributes;
    }

    /** Returns whether a tool loop handles responses with tool calls, so that callers don't see them. */
    static boolean hasToolLoop(ChatClientRequest request) {
        Object registered = request.context().get(ChatClientAttributes.TOOL_CALLING_ADVISOR_AUTO_REGISTER.getKey());
        return request.prompt().getOptions() instanceof ToolCallingChatOptions && !Boolean.FALSE.equals(registered);
    }

    /** Returns whether a response may have tool calls, with text beside them that is not the answer. */
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

    /** Returns a request with the same context and another prompt. */
    static ChatClientRequest with(ChatClientRequest request, Prompt prompt) {
        return ChatClientRequest.builder()
                .prompt(prompt)
                .context(request.context())
                .build();
    }

    /** Removes the claim, since a response's context may become that of the next request. */
    static ChatClientResponse unclaim(ChatClientResponse response) {
        var context = new HashMap<>(response.context());
        context.remove(CLAIMED);
        return ChatClientResponse.builder()
                .chatResponse(response.chatResponse())
                .context(context)
                .build();
    }

    static ChatClientResponse withCorrections(ChatClientResponse response, List<Correction> corrections) {
        return response.mutate()
                .context(AlignerAdvisor.CORRECTIONS, List.copyOf(corrections))
                .build();
    }
}
