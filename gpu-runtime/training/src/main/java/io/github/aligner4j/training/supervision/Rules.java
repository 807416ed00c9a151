// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import io.github.aligner4j.training.dataset.TrafficRow;
import java.util.Objects;
import java.util.Optional;

/**
 * The options of an export.
 *
 * @param format the dataset format
 * @param layout the layout of texts
 * @param keepUnchanged true if rows whose correction changes nothing are exported; for {@link Format#SFT} only
 * @param maxCharacters the maximum length of prompt and answer, for {@link Format#DPO} of the longer answer; 0 disables the limit
 * @param includeShadow true if corrections by layers in the mode {@code shadow}, which users did not get, are exported
 */
public record Rules(Format format, Layout layout, boolean keepUnchanged, int maxCharacters, boolean includeShadow) {

    /** Checks that the options are consistent. */
    public Rules {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(layout, "layout");
        if (keepUnchanged && format == Format.DPO) {
            throw new IllegalArgumentException(
                    "unchanged answers can't be exported for dpo, as chosen and rejected would be"
                            + " equal; keep them with sft only");
        }
        if (maxCharacters < 0) {
            throw new IllegalArgumentException(
                    "the maximum number of characters of a row must be at least 0 (no limit), but was "
                            + maxCharacters);
        }
    }

    /** Creates rules by which corrections that users did not get are not exported. */
    public Rules(Format format, Layout layout, boolean keepUnchanged, int maxCharacters) {
        this(format, layout, keepUnchanged, maxCharacters, false);
    }

    /** Returns the reason why {@code row} is not exported, apart from duplicates; empty if it is. */
    Optional<Reason> objection(TrafficRow row) {
        if (!row.error().isEmpty()) {
            return Optional.of(Reason.FAILED);
        }
        return switch (row.kind()) {
            case ANSWER -> objectionToTexts(row);
            case OBSERVATION -> includeShadow ? objectionToTexts(row) : Optional.of(Reason.SHADOW);
            case NOT_CORRECTED -> Optional.of(Reason.NOT_CORRECTED);
        };
    }

    private Optional<Reason> objectionToTexts(TrafficRow row) {
        if (row.question().isBlank()
                || row.answer().isBlank()
                || row.correction().isBlank()) {
            return Optional.of(Reason.EMPTY);
        }
        if (row.unchanged() && !keepUnchanged) {
            return Optional.of(Reason.UNCHANGED);
        }
        if (!layout.fits(row)) {
            return Optional.of(Reason.CONVERSATION);
        }
        return maxCharacters > 0 && characters(row) > maxCharacters ? Optional.of(Reason.TOO_LONG) : Optional.empty();
    }

    private int characters(TrafficRow row) {
        int corrected = layout.characters(row, row.correction());
        return format == Format.SFT ? corrected : Math.max(corrected, layout.characters(row, row.answer()));
    }
}
