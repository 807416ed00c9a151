// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer to a held-out question.
 *
 * @param row the row that {@code aligner generate} writes
 * @param text the answer or its correction
 * @param corrected the row that {@code aligner correct} writes for this text; null if the text is a correction, or if the correction
 *     was rejected
 */
record IdaAnswer(ObjectNode row, String text, @Nullable ObjectNode corrected) {

    /** The answers of a model, and their corrections; rejected ones are missing. */
    record Pair(List<IdaAnswer> answers, List<IdaAnswer> corrections) {}

    /** Reads the answers of {@code answered} with the corrections of {@code corrected}. */
    static Pair read(Path answered, Path corrected) throws IOException {
        Map<String, ObjectNode> byQuestion = new HashMap<>();
        RowFile.readAll(corrected, JsonRow::json)
                .forEach(row -> byQuestion.put(row.path(Row.QUESTION).asString(), row));
        List<IdaAnswer> answers = new ArrayList<>();
        List<IdaAnswer> corrections = new ArrayList<>();
        for (ObjectNode row : RowFile.readAll(answered, JsonRow::json)) {
            ObjectNode found = byQuestion.get(row.path(Row.QUESTION).asString());
            answers.add(new IdaAnswer(row, row.path(Row.ANSWER).asString(), found));
            if (found != null) {
                corrections.add(new IdaAnswer(row, found.path(Row.CORRECTION).asString(), null));
            }
        }
        return new Pair(answers, corrections);
    }

    String question() {
        return row.path(Row.QUESTION).asString();
    }

    /** Returns the text of a field of the row, if it has one. */
    Optional<String> field(String name) {
        JsonNode value = row.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /** Returns 1 if the Aligner does not change the text, 0 if it does. */
    OptionalDouble leftAlone() {
        return corrected == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(corrected.path(Row.CHANGED).asBoolean() ? 0 : 1);
    }

    /** Returns the score of the first detection. */
    OptionalDouble detectorScore() {
        JsonNode score = corrected == null
                ? Json.MAPPER.missingNode()
                : corrected.path(Row.DETECTIONS).path(0).path("score");
        return score.isNumber() ? OptionalDouble.of(score.doubleValue()) : OptionalDouble.empty();
    }
}
