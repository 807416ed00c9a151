// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import org.jspecify.annotations.Nullable;

/**
 * One call of an Aligner that holds it to the contract of {@link Aligner#correct(CorrectionRequest, CorrectionContext)}. Stacks,
 * adapters and Aligners around others call Aligners through this class, which guarantees that
 *
 * <ul>
 *   <li>the chunks that reach the listener, concatenated, are the returned answer: what the Aligner did not emit is delivered
 *       when it returns, an answer that does not begin with what it emitted is an {@link AlignerException}, and chunks that it
 *       emits after it returned are dropped;
 *   <li>an exception of the listener reaches the caller unchanged, even if the Aligner wrapped or swallowed it;
 *   <li>a correction is never null, and its original is the request's answer, even if the Aligner prepared the text first;
 *   <li>a failure is always an unchecked exception ({@link Failures#toException});
 *   <li>a call that is cancelled ends with a {@link CorrectionCancelledException}, even if the Aligner ignores it.
 * </ul>
 *
 * <p>For one call by one thread.
 */
public final class AlignerCall {

    private final CorrectionContext context;
    private final StringBuilder emitted = new StringBuilder();
    private volatile boolean ended;
    private volatile @Nullable Throwable listenerFailure;

    /** Creates a call in {@code context}. */
    public AlignerCall(CorrectionContext context) {
        this.context = context;
    }

    /** Returns the correction of {@code request} by {@code aligner} in {@code context}. */
    public static Correction correct(Aligner aligner, CorrectionRequest request, CorrectionContext context) {
        return new AlignerCall(context).correct(aligner, request);
    }

    /**
     * Returns the correction of {@code request} by {@code aligner}. To tell a failure of the listener from one of the Aligner,
     * call {@link #throwListenerFailure()} first when it throws.
     */
    @SuppressWarnings("ConstantValue") // Aligners written without null checks exist
    public Correction correct(Aligner aligner, CorrectionRequest request) {
        context.cancellation().throwIfCancelled();
        Correction correction;
        try {
            correction = aligner.correct(request, context.isStreaming() ? context.withListener(this::accept) : context);
        } catch (Throwable e) {
            throwListenerFailure();
            throw Failures.toException(e);
        } finally {
            ended = true;
        }
        throwListenerFailure();
        context.cancellation().throwIfCancelled();
        if (correction == null) {
            throw new AlignerException("the Aligner returned null; to correct nothing, return the answer as it is");
        }
        deliverRest(correction.answer());
        return correction.withOriginal(request.answer());
    }

    /** Throws what the listener threw, if it did. */
    public void throwListenerFailure() {
        Throwable failure = listenerFailure;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw Failures.toException(failure);
        }
    }

    private void accept(String chunk) {
        if (ended) {
            return;
        }
        throwListenerFailure();
        emitted.append(chunk);
        deliver(chunk);
    }

    private void deliverRest(String answer) {
        if (!context.isStreaming()) {
            return;
        }
        if (!answer.startsWith(emitted.toString())) {
            throw new AlignerException("the Aligner emitted " + emitted.length()
                    + " characters that do not begin the answer of " + answer.length()
                    + " characters it returned; its correct(request, context) is broken");
        }
        deliver(answer.substring(emitted.length()));
    }

    private void deliver(String chunk) {
        try {
            context.emit(chunk);
        } catch (Throwable e) {
            listenerFailure = e;
            throwListenerFailure();
        }
    }
}
