package io.github.aligner4j.training.supervision;

import io.github.aligner4j.training.dataset.TrafficRow;
import java.util.Objects;
import java.util.Optional;

/**
 * What is exported, and how.
 *
 * @param format what rows teach
 * @param layout how they are written
 * @param keepUnchanged whether answers that were good as they are teach, too; for {@link Format#SFT} only
 * @param maxCharacters most characters of prompt and answer, for {@link Format#DPO} of the longer answer; 0: any number
 */
public record Rules(Format format, Layout layout, boolean keepUnchanged, int maxCharacters) {

    /** Checks that the rules make sense. */
    public Rules {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(layout, "layout");
        if (keepUnchanged && format == Format.DPO) {
            throw new IllegalArgumentException(
                    "answers that were not changed can't be kept for dpo: there is nothing to"
                            + " prefer to them; keep them for sft, or leave them out");
        }
        if (maxCharacters < 0) {
            throw new IllegalArgumentException(
                    "the most characters of a row must be at least 0, which is any number, but was " + maxCharacters);
        }
    }

    /** Returns why {@code row} alone, whatever other rows there are, is not exported. */
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
