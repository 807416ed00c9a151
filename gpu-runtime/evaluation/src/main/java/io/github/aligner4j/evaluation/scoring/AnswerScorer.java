// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.scoring;

import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.util.OptionalDouble;

/** Scores single answers. Implementations must be safe for use by several threads. */
public interface AnswerScorer {

    /** Returns the meaning of the scores. */
    ScoreScale scale();

    /**
     * Returns the score of {@code answer} to {@code row}; empty if the row has nothing to score it by, such as a reference.
     *
     * @throws io.github.aligner4j.AlignerException if a model that is asked fails
     */
    OptionalDouble score(ComparisonRow row, String answer);
}
