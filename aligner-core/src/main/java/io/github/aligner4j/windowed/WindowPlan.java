package io.github.aligner4j.windowed;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import java.util.List;

/** Plans the corrections of several windows together. */
@FunctionalInterface
interface WindowPlan {

    /** Returns the steps that correct {@code windows}, one for each, in order. */
    List<Step> steps(List<CorrectionRequest> windows, CorrectionContext context);

    /**
     * The correction of a window.
     *
     * @param aligner corrects it
     * @param uncounted tokens of its usage that the limit of new tokens does not count: those of its detection
     * @param generates false if the result is known already, so that no token is needed
     */
    record Step(Aligner aligner, TokenUsage uncounted, boolean generates) {

        /** Creates a step whose tokens all count. */
        Step(Aligner aligner) {
            this(aligner, TokenUsage.NONE, true);
        }
    }
}
