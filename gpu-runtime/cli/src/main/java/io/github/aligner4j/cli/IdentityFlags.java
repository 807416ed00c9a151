package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.IdentityLimit;
import io.github.aligner4j.training.dataset.IdentityMixing;
import io.github.aligner4j.training.dataset.MiscopiedFile;
import io.github.aligner4j.training.dataset.NonceWords;
import io.github.aligner4j.training.dataset.Scrambling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine.Option;

/** How many rows are to change nothing. */
final class IdentityFlags {

    private static final int REPEATED = 3;

    /** Most words of an answer that are coined. */
    private static final int COINED = 3;

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

    @Option(
            names = "--scrambled-rows",
            defaultValue = "0",
            paramLabel = "N",
            description = "Adds so many rows of words without sense, to practise copying (default: ${DEFAULT-VALUE}).")
    private int scrambledRows;

    @Option(
            names = "--scrambled-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "Most characters of such a row (default: ${DEFAULT-VALUE}).")
    private int scrambledCharacters;

    @Option(
            names = "--coined-rows",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Adds so many of the rows that change nothing again, with some words coined of the beginnings and ends of"
                            + " others, to practise leaving unknown words alone (default: ${DEFAULT-VALUE}).")
    private int coinedRows;

    @Option(
            names = "--miscopied",
            paramLabel = "FILE",
            description =
                    "Adds, three times each, the windows of good answers that an Aligner changed: the differences.jsonl of"
                            + " 'aligner evaluate --copies'; may be given several times.")
    private List<Path> miscopied = new ArrayList<>();

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
    List<CorrectionRow> limited(List<CorrectionRow> rows, int longest, Random random, BuildSummary summary)
            throws IOException {
        List<CorrectionRow> kept = rows;
        if (identityRows >= 0) {
            kept = IdentityLimit.keep(rows, identityRows, random);
            summary.add("left out", rows.size() - kept.size(), "rows to leave alone above --identity-rows");
        }
        List<CorrectionRow> mixed =
                identityShare == 0 ? kept : IdentityMixing.mix(kept, identityShare, longest, random);
        summary.add("added", mixed.size() - kept.size(), "to leave alone");
        return withMiscopied(withScrambled(withCoined(mixed, random, summary), random, summary), summary);
    }

    private List<CorrectionRow> withCoined(List<CorrectionRow> rows, Random random, BuildSummary summary) {
        if (coinedRows <= 0) {
            return rows;
        }
        List<String> same = rows.stream()
                .filter(CorrectionRow::identity)
                .map(CorrectionRow::answer)
                .toList();
        List<CorrectionRow> all = new ArrayList<>(rows);
        all.addAll(new NonceWords(COINED).rows(same, coinedRows, random));
        summary.add("added", all.size() - rows.size(), "with coined words");
        return all;
    }

    private List<CorrectionRow> withMiscopied(List<CorrectionRow> rows, BuildSummary summary) throws IOException {
        if (miscopied.isEmpty()) {
            return rows;
        }
        Set<CorrectionRow> windows = new LinkedHashSet<>();
        for (Path file : miscopied) {
            windows.addAll(MiscopiedFile.read(file));
        }
        List<CorrectionRow> all = new ArrayList<>(rows);
        for (int i = 0; i < REPEATED; i++) {
            all.addAll(windows);
        }
        summary.add("added", all.size() - rows.size(), "that an Aligner changed");
        return all;
    }

    private List<CorrectionRow> withScrambled(List<CorrectionRow> rows, Random random, BuildSummary summary) {
        List<String> texts = rows.stream().map(CorrectionRow::correction).toList();
        if (scrambledRows <= 0 || texts.isEmpty()) {
            return rows;
        }
        List<CorrectionRow> all = new ArrayList<>(rows);
        all.addAll(new Scrambling(scrambledCharacters).rows(texts, scrambledRows, random));
        summary.add("added", scrambledRows, "scrambled");
        return all;
    }
}
