// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Failures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.client.ChatClientResponse;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** Waits for all chunks of a stream, until the call is cancelled, its deadline passes or its thread is interrupted. */
final class CollectedStream implements CoreSubscriber<ChatClientResponse> {

    /** Keeps the number of milliseconds in range, however far the deadline is. */
    private static final Duration MAX_WAIT = Duration.ofDays(365);

    private final ContextView context;
    private final Cancellation ended = Cancellation.create();
    private final List<ChatClientResponse> chunks = new ArrayList<>();
    private final CompletableFuture<List<ChatClientResponse>> result = new CompletableFuture<>();

    private CollectedStream(ContextView context) {
        this.context = context;
    }

    /**
     * Returns the chunks of {@code stream}.
     *
     * @param context the context of the subscription
     * @param limits the cancellation and the deadline
     */
    static List<ChatClientResponse> collect(
            Publisher<ChatClientResponse> stream, ContextView context, CorrectionContext limits) {
        CollectedStream collected = new CollectedStream(context);
        Cancellation.Registration registration = limits.cancellation().onCancel(collected::cancel);
        try (registration) {
            stream.subscribe(collected);
            return collected.await(limits);
        } finally {
            collected.ended.cancel();
        }
    }

    @Override
    public Context currentContext() {
        return Context.of(context);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        ended.onCancel(subscription::cancel);
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatClientResponse chunk) {
        chunks.add(chunk);
    }

    @Override
    public void onError(Throwable failure) {
        result.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        result.complete(chunks);
    }

    private void cancel() {
        result.completeExceptionally(new CorrectionCancelledException("the call was cancelled by its caller"));
    }

    private List<ChatClientResponse> await(CorrectionContext limits) {
        try {
            if (limits.deadline().isEmpty()) {
                return result.get();
            }
            Duration left = Duration.between(Instant.now(), limits.deadline().get());
            long millis = (left.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : left).toMillis();
            return result.get(Math.max(0, millis), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw Failures.toException(e);
        } catch (TimeoutException e) {
            throw new DeadlineExceededException("the deadline passed while the upstream model answered again");
        } catch (ExecutionException e) {
            throw Failures.toException(Objects.requireNonNullElse(e.getCause(), e));
        }
    }
}
