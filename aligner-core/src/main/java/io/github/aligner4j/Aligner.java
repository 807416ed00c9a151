// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Corrects the answer that an upstream model gave to a question.
 *
 * <p>Given a question <i>x</i> and an upstream answer <i>y</i><sub>o</sub>, an Aligner returns a corrected answer
 * <i>y</i><sub>c</sub> drawn from <i>&mu;</i>(<i>y</i><sub>c</sub> | <i>y</i><sub>o</sub>, <i>x</i>) (Ji et al., NeurIPS
 * 2024). It sees text only: it needs neither the weights nor the identity of the upstream model.
 *
 * <p>Implementations must be safe for use by several threads at once, and must not retain a request after {@link #correct}
 * returns. A call blocks; interrupting its thread cancels it. Extend {@link DelegatingAligner} to add behaviour to another
 * Aligner, and use {@link #of} for a correction that is a function of text.
 *
 * @see AlignerStack
 */
@FunctionalInterface
public interface Aligner {

    /**
     * Returns the corrected answer for {@code request}.
     *
     * <p>An Aligner that finds nothing to correct returns the original answer, character for character, so that callers can
     * tell the two cases apart with {@link Correction#changed()}.
     *
     * <p>An Aligner that streams passes the corrected text to {@link CorrectionContext#emit} while it is generated. The
     * chunks must be a prefix of {@link Correction#answer()}; {@link AlignerCall}, through which stacks and adapters call
     * Aligners, delivers the rest. An Aligner that never emits is therefore correct: its answer is delivered in one chunk.
     *
     * @param request the question and the answer to correct
     * @param context cancellation, deadline, limits and the listener of the corrected text
     * @throws CorrectionCancelledException if the call was cancelled
     * @throws AlignerException if no corrected answer could be produced
     */
    Correction correct(CorrectionRequest request, CorrectionContext context);

    /**
     * Returns the corrected answer for {@code request} in the {@linkplain CorrectionContext#DEFAULT default context}.
     *
     * @throws AlignerException if no corrected answer could be produced
     */
    default Correction correct(CorrectionRequest request) {
        return correct(request, CorrectionContext.DEFAULT);
    }

    /**
     * Returns an Aligner that corrects by a function from a request to the corrected answer.
     *
     * <pre>{@code
     * Aligner polite = Aligner.of(request -> request.answer().replace("damn", "darn"));
     * }</pre>
     *
     * <p>Cancellation is checked before and after the function runs; the answer is emitted in one chunk.
     */
    static Aligner of(Function<? super CorrectionRequest, String> corrector) {
        Objects.requireNonNull(corrector, "corrector");
        return (request, context) -> {
            context.cancellation().throwIfCancelled();
            long started = System.nanoTime();
            String answer = corrector.apply(request);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
            Correction correction = Correction.of(request.answer(), answer, TokenUsage.NONE, elapsed);
            context.cancellation().throwIfCancelled();
            context.emit(answer);
            return correction;
        };
    }

    /**
     * Corrects several answers and passes each correction on, in order, as soon as it and those before it are complete. The text of a
     * correction is streamed only after the corrections before it were passed on. A failure ends the call.
     *
     * <p>This default corrects one answer after another. An Aligner whose model batches requests gets all contexts first and corrects
     * the answers together, which takes less time.
     *
     * @param contexts returns the context of the request with an index
     * @param each receives each correction, on the calling thread
     * @throws AlignerException as {@link #correct(CorrectionRequest, CorrectionContext)} does, for the first request that failed
     */
    @Incubating
    default void correctAll(
            List<CorrectionRequest> requests, IntFunction<CorrectionContext> contexts, Consumer<Correction> each) {
        for (int i = 0; i < requests.size(); i++) {
            each.accept(AlignerCall.correct(this, requests.get(i), contexts.apply(i)));
        }
    }

    /**
     * Returns the limits that this Aligner keeps for a whole correction. This default returns none.
     *
     * @see CorrectionLimits
     */
    default CorrectionLimits limits() {
        return CorrectionLimits.NONE;
    }

    /**
     * Returns true if equal requests get equal corrections, so that corrections may be cached. This default returns true; an
     * Aligner that samples returns false.
     */
    @Incubating
    default boolean deterministic() {
        return true;
    }

    /**
     * Returns true if an answer may be corrected window by window: whole sentences in order, each without those around it. This
     * default returns false; an Aligner that needs no more than a sentence and the question returns true.
     */
    @Incubating
    default boolean supportsWindows() {
        return false;
    }

    /** Returns the model and the prompt that correct at present. This default returns {@link AlignerDescription#UNKNOWN}. */
    @Incubating
    default AlignerDescription description() {
        return AlignerDescription.UNKNOWN;
    }

    /**
     * Begins the correction of an answer that is still being generated. Never blocks, and never throws because something
     * can't be done early.
     *
     * <p>This default does nothing early: its session corrects when the answer is complete.
     *
     * @param request the request so far; its answer is the text generated so far, usually empty
     * @param executor runs the early work, at most one task of a session at a time; must not run it on the calling thread.
     *     Tasks may block on a model
     */
    @Incubating
    default CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new DeferredSession(this);
    }
}
