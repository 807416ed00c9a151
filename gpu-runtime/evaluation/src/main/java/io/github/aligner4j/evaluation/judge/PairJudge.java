package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;

/** Judges which one of two answers is better. Implementations must be safe for use by several threads. */
public interface PairJudge {

    /** Returns the name, which identifies the judge, its model and its prompt in files of judgments. */
    String name();

    /**
     * Returns the verdict on two answers, shown in this order. Judging in both orders is up to the caller.
     *
     * @param request the question, with the conversation and passages before it; its answer is not looked at
     * @throws io.github.aligner4j.CorrectionRejectedException if the judge replied something that is no verdict
     * @throws io.github.aligner4j.AlignerException if the judge failed otherwise
     */
    PairVerdict judge(
            CorrectionRequest request, String first, String second, Aspect aspect, CorrectionContext context);
}
