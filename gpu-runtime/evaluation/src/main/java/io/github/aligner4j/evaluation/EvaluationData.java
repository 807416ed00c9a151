// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.longanswer.LongAnswer;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.List;

/**
 * The test data of an {@link Evaluation}.
 *
 * @param sentences rude sentences with references
 * @param goodAnswers answers that need no correction
 * @param longAnswers good answers with rude sentences in them
 * @param rows answers of which is known whether they need a correction
 */
public record EvaluationData(
        List<StyleRow> sentences,
        List<CorrectionRequest> goodAnswers,
        List<LongAnswer> longAnswers,
        List<LabelledRow> rows) {

    /** Copies the lists. */
    public EvaluationData {
        sentences = List.copyOf(sentences);
        goodAnswers = List.copyOf(goodAnswers);
        longAnswers = List.copyOf(longAnswers);
        rows = List.copyOf(rows);
    }

    /** Returns the number of answers to correct. */
    public int size() {
        return sentences.size() + goodAnswers.size() + longAnswers.size() + rows.size();
    }
}
