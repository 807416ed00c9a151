// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.longanswer.LongOutcome;
import io.github.aligner4j.evaluation.outcome.Corrections;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Speed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Test data, corrected by an Aligner.
 *
 * @param data the test data
 * @param sentences the corrected sentences, in their order
 * @param goodAnswers the corrected good answers, in their order
 * @param longAnswers the corrected long answers, in their order
 * @param rows the corrected rows, in their order
 * @param speed the speed of each part that was corrected, in order: {@code style}, {@code copies}, {@code long},
 *     {@code rows}
 */
public record Evaluation(
        EvaluationData data,
        List<Outcome> sentences,
        List<Outcome> goodAnswers,
        List<LongOutcome> longAnswers,
        List<Outcome> rows,
        Map<String, Speed> speed) {

    /** Copies the collections. */
    public Evaluation {
        sentences = List.copyOf(sentences);
        goodAnswers = List.copyOf(goodAnswers);
        longAnswers = List.copyOf(longAnswers);
        rows = List.copyOf(rows);
        speed = Collections.unmodifiableMap(new LinkedHashMap<>(speed));
    }

    /**
     * Corrects {@code data}.
     *
     * @param callers the number of concurrent callers, at least 1
     * @param afterEach runs after each correction
     */
    public static Evaluation run(Aligner aligner, EvaluationData data, int callers, Runnable afterEach) {
        Map<String, Speed> speed = new LinkedHashMap<>();
        Part part = (name, requests) -> {
            if (requests.isEmpty()) {
                return List.of();
            }
            Corrections corrections = Corrections.of(aligner, requests, callers, afterEach);
            speed.put(name, corrections.speed());
            return corrections.outcomes();
        };
        List<Outcome> sentences = part.correct(
                "style",
                data.sentences().stream()
                        .map(row -> CorrectionRequest.of("", row.text()))
                        .toList());
        List<Outcome> goodAnswers = part.correct("copies", data.goodAnswers());
        List<Outcome> longAnswers = part.correct(
                "long",
                data.longAnswers().stream()
                        .map(row -> CorrectionRequest.of(row.question(), row.answer()))
                        .toList());
        List<Outcome> rows = part.correct(
                "rows", data.rows().stream().map(LabelledRow::request).toList());
        return new Evaluation(data, sentences, goodAnswers, compared(data, longAnswers), rows, speed);
    }

    private static List<LongOutcome> compared(EvaluationData data, List<Outcome> outcomes) {
        List<LongOutcome> compared = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            compared.add(LongOutcome.of(data.longAnswers().get(i), outcomes.get(i)));
        }
        return compared;
    }

    /** Corrects one part of the data. */
    private interface Part {
        List<Outcome> correct(String name, List<CorrectionRequest> requests);
    }
}
