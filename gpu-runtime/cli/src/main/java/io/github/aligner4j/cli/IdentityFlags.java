package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.IdentityLimit;
import io.github.aligner4j.training.dataset.IdentityMixing;
import java.util.List;
import java.util.Random;
import picocli.CommandLine.Option;

/** How many rows are to change nothing. */
final class IdentityFlags {

    @Option(
            names = "--identity-rows",
            defaultValue = "-1",
            paramLabel = "N",
            description =
                    "Adds the --carriers as answers to leave alone, and keeps at most so many rows that change nothing,"
                            + " drawn by the seed, first those with words that few others have (default: adds none, keeps all).")
    private int identityRows;

    @Option(
            names = "--identity-share",
            defaultValue = "0",
            paramLabel = "X",
            description =
                    "Share of the outcome that is to change nothing, 0 to 0.9, reached with corrections as answers"
                            + " (default: ${DEFAULT-VALUE}).")
    private double identityShare;

    /** Adds answers that are good as they are to {@code rows}, if wanted. */
    void add(List<CorrectionRow> rows, List<CorrectionRow> untouched) {
        if (identityRows > 0) {
            rows.addAll(untouched);
        }
    }

    /**
     * Returns the outcome with as many rows that change nothing as wanted.
     *
     * @param longest most characters of such a row's answer
     */
    List<CorrectionRow> limited(List<CorrectionRow> rows, int longest, Random random, BuildSummary summary) {
        List<CorrectionRow> kept = rows;
        if (identityRows >= 0) {
            kept = IdentityLimit.keep(rows, identityRows, random);
            summary.add("left out", rows.size() - kept.size(), "rows to leave alone above --identity-rows");
        }
        List<CorrectionRow> mixed =
                identityShare == 0 ? kept : IdentityMixing.mix(kept, identityShare, longest, random);
        summary.add("added", mixed.size() - kept.size(), "to leave alone");
        return mixed;
    }
}
