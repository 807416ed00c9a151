// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for the complete answer of a streaming model, and shows nothing of it before. */
final class AwaitedResponse implements StreamingChatResponseHandler {

    /** Keeps the number of nanoseconds in range, however far the deadline is. */
    private static final Duration MAX_WAIT = Duration.ofDays(365);

    private final StringBuilder pieces = new StringBuilder();
    private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();
    private final Cancellation abandoned = Cancellation.create();
    private final UpstreamCancellation upstream = new UpstreamCancellation(abandoned);

    private AwaitedResponse() {}

    /**
     * Returns the answer. When the wait ends without one, the upstream stream is cancelled.
     *
     * @param call starts the stream
     * @param limits cancellation and deadline
     */
    static ChatResponse of(Consumer<StreamingChatResponseHandler> call, CorrectionContext limits) {
        AwaitedResponse awaited = new AwaitedResponse();
        Cancellation.Registration registration = limits.cancellation().onCancel(awaited::cancel);
        try {
            call.accept(awaited);
            return awaited.await(limits.deadline().orElse(null));
        } catch (RuntimeException | Error e) {
            awaited.abandoned.cancel();
            throw e;
        } finally {
            registration.close();
        }
    }

    private void cancel() {
        response.completeExceptionally(new CorrectionCancelledException("the stream was cancelled by its caller"));
    }

    private ChatResponse await(@Nullable Instant deadline) {
        try {
            return deadline == null ? response.get() : response.get(nanosUntil(deadline), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CorrectionCancelledException(
                    "the stream's thread was interrupted while it waited for the upstream model");
        } catch (TimeoutException e) {
            throw new DeadlineExceededException("the deadline passed while the upstream model answered again");
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException exception) {
            return exception;
        }
        String name = cause == null ? "unknown" : cause.getClass().getName();
        return new AlignerException("the upstream model failed when it was asked again: " + name, cause);
    }

    private static long nanosUntil(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline);
        return (left.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : left).toNanos();
    }

    @Override
    public void onPartialResponse(@Nullable String partialResponse) {
        if (partialResponse != null) {
            pieces.append(partialResponse);
        }
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        upstream.register(context == null ? null : context.streamingHandle());
        onPartialResponse(partialResponse == null ? null : partialResponse.text());
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        upstream.register(context == null ? null : context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        upstream.register(context == null ? null : context.streamingHandle());
    }

    /** Completes with the streamed text if the response does not repeat it. */
    @Override
    public void onCompleteResponse(@Nullable ChatResponse completeResponse) {
        if (completeResponse == null) {
            response.completeExceptionally(
                    new AlignerException("the upstream model completed its stream without a response"));
            return;
        }
        String text = completeResponse.aiMessage().text();
        boolean repeated = text != null && !text.isBlank();
        response.complete(
                repeated || pieces.isEmpty()
                        ? completeResponse
                        : completeResponse.toBuilder()
                                .aiMessage(completeResponse.aiMessage().withText(pieces.toString()))
                                .build());
    }

    @Override
    public void onError(Throwable error) {
        response.completeExceptionally(error == null ? new AlignerException("the upstream stream failed") : error);
    }
}
