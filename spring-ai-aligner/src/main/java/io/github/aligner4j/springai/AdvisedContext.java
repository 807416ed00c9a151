package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import java.util.HashMap;
import java.util.List;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;

/** Reads and writes what advisors tell each other about one call. */
final class AdvisedContext {

    /** Set while an advisor further out is going to align the answer, so that one added twice does it once. */
    private static final String CLAIMED = "aligner4j.claimed";

    // Not STRUCTURED_OUTPUT_NATIVE: applications set it for all calls, and those without a format are prose.
    private static final List<String> FORMATS = List.of(
            ChatClientAttributes.OUTPUT_FORMAT.getKey(), ChatClientAttributes.STRUCTURED_OUTPUT_SCHEMA.getKey());

    private AdvisedContext() {}

    static boolean isFormatted(ChatClientRequest request) {
        return FORMATS.stream().anyMatch(key -> request.context().get(key) != null);
    }

    static boolean isSkipped(ChatClientRequest request) {
        return Boolean.parseBoolean(String.valueOf(request.context().get(AlignerAdvisor.SKIP)));
    }

    static boolean isClaimed(ChatClientRequest request) {
        return request.context().containsKey(CLAIMED);
    }

    static ChatClientRequest claim(ChatClientRequest request) {
        return with(request, CLAIMED, true);
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
