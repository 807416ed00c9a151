package io.github.aligner4j.training.contamination;

import io.github.aligner4j.training.dataset.AnswerRow;
import java.util.Objects;

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

    /** Checks that nothing is missing. */
    public PlacedRow {
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(row, "row");
    }
}
