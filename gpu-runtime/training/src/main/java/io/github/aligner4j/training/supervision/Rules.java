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
 */
public record Rules(Format format, Layout layout, boolean keepUnchanged, int maxCharacters) {

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

    /** Returns the reason why {@code row} is not exported, apart from duplicates; empty if it is. */
    Optional<Reason> objection(TrafficRow row) {
        if (!row.error().isEmpty()) {
            return Optional.of(Reason.FAILED);
        }
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
