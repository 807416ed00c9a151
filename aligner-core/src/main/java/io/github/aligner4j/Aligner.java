package io.github.aligner4j;

import java.util.concurrent.Executor;

/**
 * Corrects the answer that an upstream model gave to a question.
 *
 * <p>Given a question <i>x</i> and an upstream answer <i>y</i><sub>o</sub>, an Aligner returns a corrected answer
 * <i>y</i><sub>c</sub> drawn from <i>&mu;</i>(<i>y</i><sub>c</sub> | <i>y</i><sub>o</sub>, <i>x</i>) (Ji et al., NeurIPS
 * 2024). It sees text only: it needs neither the weights nor the identity of the upstream model.
 *
 * <p>Implementations must be safe for use by several threads at once, and must not retain a request after
 * {@link #correct} returns. A call blocks; interrupting its thread cancels it.
 *
 * @see AlignerStack
 */
@FunctionalInterface
public interface Aligner {

    /**
     * Returns the corrected answer for {@code request}.
     *
     * <p>An Aligner that finds nothing to correct returns the answer it was given, character for character, so that callers
     * can tell the two cases apart with {@link Correction#changed()}.
     *
     * @throws AlignerException if no corrected answer could be produced
     * @throws io.github.aligner4j.completion.CompletionModelException if the model behind it failed
     */
    Correction correct(CorrectionRequest request);

    /**
     * Does the same as part of a {@link CorrectionContext}, which can be cancelled, has a deadline, and hears the corrected
     * text. The pieces heard, concatenated, are the returned {@link Correction#answer()}; nothing else is ever heard.
     *
     * <p>This default hears the whole text in one piece once it is known.
     *
     * @throws io.github.aligner4j.CorrectionCancelledException if the call was cancelled
     */
    default Correction correct(CorrectionRequest request, CorrectionContext call) {
        call.cancellation().throwIfCancelled();
        Correction correction = GuardedCorrection.required(correct(request));
        call.cancellation().throwIfCancelled();
        call.emit(correction.answer());
        return correction;
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
     * Begins the correction of an answer that is still being written. Never waits, and never throws because something can't be
     * done ahead.
     *
     * <p>This default does nothing ahead: its session corrects when the answer is complete.
     *
     * @param request what is known so far; its answer is what has been written, mostly nothing
     * @param executor runs what is done ahead, at most one task of a session at a time, none of which is waited for unless it
     *     has begun; must not run it on the calling thread. Tasks may wait for a model
     */
    default CorrectionSession begin(CorrectionRequest request, Executor executor) {
        return new DeferredSession(this);
    }
}
