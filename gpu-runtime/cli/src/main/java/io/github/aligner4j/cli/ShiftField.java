// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/** Scores that rows have, such as those of a reward model that ran elsewhere. */
final class ShiftField {

    private final Map<String, Map<String, Double>> answers = new HashMap<>();
    private final Map<String, Map<String, Double>> corrections = new HashMap<>();

    private ShiftField() {}

    /**
     * Reads the scores of a field, an object with the numbers {@code answer} and {@code correction}.
     *
     * @throws IOException if a file can't be read
     * @throws IllegalArgumentException if no row of a file has the field
     */
    static ShiftField read(String field, ShiftRows rows) throws IOException {
        ShiftField scores = new ShiftField();
        for (Map.Entry<String, Path> file : rows.files().entrySet()) {
            Map<String, Double> answers = new HashMap<>();
            Map<String, Double> corrections = new HashMap<>();
            JsonRows.forEach(file.getValue(), row -> {
                try {
                    JsonNode value = row.json().path(field);
                    put(answers, row, value.path("answer"));
                    put(corrections, row, value.path("correction"));
                } catch (BadRowException e) {
                    return; // it was skipped, and reported, when the answers were read
                }
            });
            if (corrections.isEmpty()) {
                throw new IllegalArgumentException(file.getValue() + " has no row whose field '" + field
                        + "' is an object with the numbers answer and correction");
            }
            scores.answers.put(file.getKey(), answers);
            scores.corrections.put(file.getKey(), corrections);
        }
        return scores;
    }

    private static void put(Map<String, Double> scores, JsonRow row, JsonNode value) throws BadRowException {
        if (value.isNumber()) {
            JsonNode id = row.json().path("id");
            scores.put(
                    id.isValueNode() && !id.isNull() ? id.asString().strip() : String.valueOf(row.line()),
                    value.asDouble());
        }
    }

    /** Returns the score of a system's answer; that of the original is in any of the files. */
    OptionalDouble score(ComparisonRow row, String system, String answer) {
        Map<String, Map<String, Double>> scores =
                ShiftScorers.isOriginal(system) ? answers : Map.of(system, corrections.getOrDefault(system, Map.of()));
        return scores.values().stream()
                .filter(each -> each.containsKey(row.id()))
                .mapToDouble(each -> each.get(row.id()))
                .findFirst();
    }
}
