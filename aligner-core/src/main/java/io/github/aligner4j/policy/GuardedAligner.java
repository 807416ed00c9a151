// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import java.util.List;

/**
 * Checks the corrections of any Aligner by guards, in addition to those that the Aligner may have itself. A correction that a guard
 * objects to is a {@link io.github.aligner4j.CorrectionRejectedException}, which the layer's policy handles.
 *
 * <p>The correction is held back from the listener until all guards let it pass, and then delivered in one chunk. Of an Aligner
 * that corrects window by window, guards in here see the whole answer; if it is given single sentences ({@link #supportsWindows}),
 * they see these.
 *
 * <p>As safe for use by several threads as the Aligner and the guards.
 */
@Incubating
public final class GuardedAligner extends DelegatingAligner {

    private final List<CorrectionGuard> guards;

    /**
     * Creates an Aligner that checks the corrections of another one.
     *
     * @param aligner corrects answers
     * @param guards check each correction, in order
     */
    public GuardedAligner(Aligner aligner, List<CorrectionGuard> guards) {
        super(aligner);
        this.guards = List.copyOf(guards);
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        Correction correction = AlignerCall.correct(delegate, request, context.withoutListener());
        try {
            CorrectionGuards.check(guards, request, correction.answer());
        } catch (AlignerException e) {
            e.addDetections(correction.detections());
            throw e;
        }
        context.cancellation().throwIfCancelled();
        context.emit(correction.answer());
        return correction;
    }
}
