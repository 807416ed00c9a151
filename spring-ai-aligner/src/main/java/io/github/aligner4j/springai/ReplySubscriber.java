// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.chat.ChatEndpointModel.Reply;
import io.github.aligner4j.chat.ReplyStream;
import io.github.aligner4j.completion.FinishReason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import reactor.core.CoreSubscriber;

/**
 * Passes the chunks of the chat model behind an Aligner on to the thread that waits for its reply. Of several generations, the
 * first counts; the last finish reason and usage that are reported are those of the reply.
 */
final class ReplySubscriber implements CoreSubscriber<ChatResponse> {

    private final ReplyStream stream;
    private TokenUsage usage = TokenUsage.NONE;
    private FinishReason finishReason = FinishReason.STOP;
    private boolean filtered;

    ReplySubscriber(ReplyStream stream) {
        this.stream = stream;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        stream.onCancel(subscription::cancel);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatResponse chunk) {
        try {
            read(chunk);
        } catch (Throwable e) {
            stream.fail(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        stream.fail(failure);
    }

    @Override
    public void onComplete() {
        String text = stream.received();
        stream.complete(new Reply(filtered || text.isEmpty() ? null : text, finishReason, usage));
    }

    private void read(ChatResponse chunk) {
        if (TokenUsages.isReported(chunk.getMetadata())) {
            usage = TokenUsages.of(chunk.getMetadata());
        }
        List<Generation> first =
                chunk.getResults().stream().filter(ReplySubscriber::isFirst).toList();
        first.forEach(this::readFinish);
        Optional<String> text = first.stream()
                .map(Generations::answer)
                .filter(answer -> !answer.isEmpty())
                .findFirst();
        stream.text(text.orElse(null));
    }

    private void readFinish(Generation generation) {
        @Nullable String reason = generation.getMetadata().getFinishReason();
        if (reason != null && !reason.isEmpty()) {
            filtered |= Generations.isFiltered(generation);
            finishReason = SpringAiChatCompletionModel.finishReason(reason);
        }
    }

    /** A thought may come before the answer in one chunk, so only a number that the provider gave counts, not the position. */
    private static boolean isFirst(Generation generation) {
        return Generations.index(generation, 0) == 0;
    }
}
