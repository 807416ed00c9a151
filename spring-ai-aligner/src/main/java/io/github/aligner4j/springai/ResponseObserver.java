// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.RateLimitedLog;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.publisher.Flux;

/**
 * Passes the answers to one request, which no layer corrects, to the layers that observe them, in the background. The response
 * passes as it is, a stream chunk by chunk, and whatever fails here is logged and ignored.
 */
final class ResponseObserver {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger(ResponseObserver.class.getName()), InstantSource.system());

    private final Alignment alignment;
    private final ChatClientRequest request;

    ResponseObserver(Alignment alignment, ChatClientRequest request) {
        this.alignment = alignment;
        this.request = request;
    }

    /** Returns {@code response}, and has its answers observed. */
    ChatClientResponse pass(ChatClientResponse response) {
        observe(List.of(response));
        return response;
    }

    /** Returns {@code stream}, whose answers are observed after it has completed; it is to be subscribed once. */
    Flux<ChatClientResponse> pass(Flux<ChatClientResponse> stream) {
        List<ChatClientResponse> chunks = new ArrayList<>();
        return stream.map(AdvisorContext::unclaim).doOnNext(chunks::add).doOnComplete(() -> observe(chunks));
    }

    private void observe(List<ChatClientResponse> chunks) {
        try {
            if (!chunks.isEmpty()) {
                observeAnswers(StreamedResponse.of(chunks));
            }
        } catch (Throwable e) {
            LOG.warn(
                    "observe",
                    "an answer could not be passed to the layers that observe it: "
                            + e.getClass().getName());
        }
    }

    private void observeAnswers(StreamedResponse response) {
        if (response.hasToolCalls() && alignment.options().toolCallText() != ToolCallTextPolicy.ALIGN) {
            return;
        }
        List<ChatClientResponse> chunks = response.chunks();
        RequestCorrector corrector =
                RequestCorrector.of(request, alignment, chunks.get(chunks.size() - 1), response.hasToolCalls());
        response.correctedAnswers().stream()
                .filter(answer -> !corrector.passes(answer))
                .forEach(corrector::observe);
    }
}
