// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import io.github.aligner4j.training.dataset.AnswerRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row and its place.
 *
 * @param place the place
 * @param row the row
 */
public record PlacedRow(Place place, AnswerRow row) {

    /**
     * A place in a file.
     *
     * @param file the file's name
     * @param line the line on which the row begins, counted from 1
     */
    public record Place(String file, long line) {

        /** Checks that nothing is missing. */
        public Place {
            Objects.requireNonNull(file, "file");
        }
    }

    /**
     * Returns a row of a file: any shape of an {@link AnswerRow}, a {@code prompt} and its {@code completion}, which count as question
     * and answer, or a {@code question} alone.
     *
     * @param file the file's name
     * @throws BadRowException if the row has none of these shapes
     */
    public static PlacedRow parse(String file, JsonRow row) throws BadRowException {
        return new PlacedRow(new Place(file, row.line()), texts(row));
    }

    private static AnswerRow texts(JsonRow row) throws BadRowException {
        ObjectNode json = row.json();
        if (json.has("completion")) {
            PromptCompletion texts = PromptCompletion.parse(row);
            return new AnswerRow(List.of(), List.of(), texts.prompt(), texts.completion(), Optional.empty());
        }
        boolean alone = json.path("question").isString() && !json.has("answer");
        if (alone && !json.has("chosen") && !json.has("response_0")) {
            return new AnswerRow(
                    List.of(), row.texts("context"), row.text("question", "question"), "", Optional.empty());
        }
        return AnswerRow.parse(row);
    }

    /** Checks that nothing is missing. */
    public PlacedRow {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(row, "row");
    }
}
