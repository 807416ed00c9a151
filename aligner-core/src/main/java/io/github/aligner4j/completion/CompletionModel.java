// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Incubating;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Completes prompts: the port between Aligners and the engines that run language models.
 *
 * <p>Implementations must be safe for use by several threads at once. A call blocks its caller until the completion is finished,
 * cancelled or failed; interrupting the calling thread cancels it. The implementation enforces deadline and cancellation itself: no
 * thread is ever stopped from outside. It passes the generated text to the request's {@link CompletionListener}, in one chunk or
 * several, and an exception of the listener must reach the caller.
 */
@FunctionalInterface
public interface CompletionModel {

    /**
     * Returns the completion of {@code request.prompt()}.
     *
     * @throws PromptTooLongException if prompt and reserved completion do not fit the model's context
     * @throws ModelOverloadedException if the model's queue is full
     * @throws DeadlineExceededException if {@code request.deadline()} passed first
     * @throws CorrectionCancelledException if {@code request.cancellation()} was cancelled or the caller interrupted; in
     *     the second case the interrupt flag is set again
     * @throws CompletionModelException on any other failure, such as an adapter or a steering vector that this model lacks
     */
    Completion complete(CompletionRequest request);

    /**
     * Returns the completions of {@code requests}, in their order. Each is the one that {@link #complete} returns for its request;
     * an engine that batches requests may complete several at once, so that listeners of different requests are called in any
     * order. After a failure no request is begun and those that are running are cancelled.
     *
     * <p>This default completes one after another.
     *
     * @throws CompletionModelException as {@link #complete} does, for the first request that failed
     */
    @Incubating
    default List<Completion> completeAll(List<CompletionRequest> requests) {
        return requests.stream().map(this::complete).toList();
    }

    /**
     * Completes {@code requests} and passes each completion on, in their order, as soon as it and those before it are finished. The
     * listener of a request is called only after the completions before it were passed on, so texts can be joined while they are
     * generated. After a failure, also of {@code each}, no further request is begun, and the running ones are cancelled.
     *
     * <p>This default completes one request after another; an engine that batches requests completes several at once.
     *
     * @param each receives each completion, on the calling thread
     * @throws CompletionModelException as {@link #complete} does, for the first request that failed
     */
    @Incubating
    default void completeAll(List<CompletionRequest> requests, Consumer<Completion> each) {
        requests.forEach(request -> each.accept(complete(request)));
    }

    /**
     * Returns for each of {@code requests} the natural logarithm of the probability that the model completes its prompt with exactly
     * its {@linkplain CompletionRequest#prediction() prediction} and ends there, by the logits as the model computes them; empty if the
     * model can't tell, or the request has no prediction. Nothing is generated; sampling, stop strings and the listener are ignored.
     *
     * <p>This default returns an empty value for each request.
     *
     * @throws CompletionModelException as {@link #complete} does, for the first request that failed
     */
    @Incubating
    default List<OptionalDouble> logprobs(List<CompletionRequest> requests) {
        return requests.stream().map(request -> OptionalDouble.empty()).toList();
    }

    /**
     * Hints that a request whose prompt begins with this one's will follow soon, with the same adapter and strength, so that the
     * model can prefill that beginning when it is idle.
     *
     * <p>Never blocks. A model that is busy, short of memory or unable to prefill drops the hint and does not throw. Later
     * completions are the same with and without the hint. A newer hint whose prompt continues an older one's replaces it. The
     * {@link CompletionRequest#cancellation()} withdraws the hint; prediction, deadline and listener are ignored.
     *
     * <p>This default does nothing.
     */
    @Incubating
    default void prefill(CompletionRequest request) {}
}
