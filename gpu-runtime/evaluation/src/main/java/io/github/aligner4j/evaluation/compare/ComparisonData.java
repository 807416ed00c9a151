// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.compare;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a comparison has gathered.
 *
 * @param title the title of its report
 * @param rows the rows, in their order
 * @param systems the systems, in their order; the first is the baseline of scores' differences
 * @param answers the answers of each system, by its name, in the order of the rows
 * @param judgments the judgments of pairs of answers
 * @param scales the scores that answers were given, in the order of the report
 * @param scores the scores of single answers
 */
public record ComparisonData(
        String title,
        List<ComparisonRow> rows,
        List<ComparedSystem> systems,
        Map<String, List<SystemAnswer>> answers,
        List<Judgment> judgments,
        List<ScoreScale> scales,
        List<Score> scores) {

    /** Copies the collections. */
    public ComparisonData {
        rows = List.copyOf(rows);
        systems = List.copyOf(systems);
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        judgments = List.copyOf(judgments);
        scales = List.copyOf(scales);
        scores = List.copyOf(scores);
    }
}
