// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.contamination;

import io.github.aligner4j.training.contamination.PlacedRow.Place;
import java.util.List;

/**
 * A row that the other set gives away.
 *
 * @param place its place
 * @param matches the reasons, at least one
 */
public record ContaminatedRow(Place place, List<Match> matches) {

    /** Copies the list. */
    public ContaminatedRow {
        matches = List.copyOf(matches);
    }

    /** The kind of a match. */
    public enum Kind {
        /** Runs of words are shared. */
        NGRAM,
        /** A whole text is equal. */
        TEXT
    }

    /**
     * A field that was found in the other set.
     *
     * @param kind the kind of the match
     * @param field the field of the row
     * @param other the place of the first row of the other set with the text
     * @param share the share of the field's runs that were found; 1 for a whole text
     * @param text the first run that was found, or all words of the text, without case and punctuation
     */
    public record Match(Kind kind, TextField field, Place other, double share, String text) {}
}
