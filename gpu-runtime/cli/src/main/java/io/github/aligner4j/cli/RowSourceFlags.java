package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.Deduplication;
import io.github.aligner4j.training.dataset.NaturalCopies;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine.Option;

/** Where the rows of a new dataset come from. */
final class RowSourceFlags {

    @Option(names = "--input", paramLabel = "FILE", description = "Rows; may be given several times.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "Tab-separated texts with a heading: an answer, then its corrections; may be given several times.")
    private List<Path> pairs = new ArrayList<>();

    @Option(
            names = "--natural",
            defaultValue = "0",
            paramLabel = "X",
            description =
                    "Share of the --pairs that get a copy in natural writing (capitals, no space before marks), 0 to 1"
                            + " (default: ${DEFAULT-VALUE}).")
    private double natural;

    @Option(names = "--first-corrections", description = "Keeps the first of several corrections of the same answer.")
    private boolean firstCorrections;

    @Option(names = "--skip-bad-rows", description = "Leaves out rows that are bad instead of stopping.")
    private boolean skipBadRows;

    boolean none() {
        return inputs.isEmpty() && pairs.isEmpty();
    }

    boolean skipBadRows() {
        return skipBadRows;
    }

    /**
     * Reads all files, and says in {@code summary} what came out.
     *
     * @param good answers that are good as they are
     */
    List<CorrectionRow> read(
            AugmentationFlags augmentation,
            List<CorrectionRow> good,
            Random random,
            PrintWriter err,
            BuildSummary summary)
            throws IOException {
        List<CorrectionRow> rows = new ArrayList<>();
        for (Path input : inputs) {
            rows.addAll(TrainingRows.read(input, skipBadRows, err));
        }
        List<CorrectionRow> paired = new ArrayList<>();
        for (Path pair : pairs) {
            paired.addAll(TrainingRows.good(pair, RowFile.readPairs(pair), skipBadRows, err));
        }
        summary.add("read", rows.size() + paired.size(), "rows");
        List<CorrectionRow> learnt = augmentation.trim(paired, good, random, summary);
        List<CorrectionRow> unique = unique(rows, learnt);
        summary.add("dropped", rows.size() + learnt.size() - unique.size(), "that say what others say");
        return natural == 0 ? unique : copied(unique, learnt, random, summary);
    }

    private List<CorrectionRow> copied(
            List<CorrectionRow> rows, List<CorrectionRow> paired, Random random, BuildSummary summary) {
        Set<CorrectionRow> pairRows = new HashSet<>(paired);
        List<CorrectionRow> all = new ArrayList<>(rows);
        all.removeIf(pairRows::contains);
        NaturalCopies copies =
                NaturalCopies.of(rows.stream().filter(pairRows::contains).toList(), natural, random);
        all.addAll(copies.rows());
        summary.add("turned", copies.same(), "pairs of the same words into rows to leave alone");
        summary.add("added", copies.copies(), "copies in natural writing");
        return all;
    }

    private List<CorrectionRow> unique(List<CorrectionRow> rows, List<CorrectionRow> paired) {
        List<CorrectionRow> all = new ArrayList<>(rows);
        all.addAll(paired);
        List<CorrectionRow> unique = Deduplication.of(all);
        return firstCorrections ? Deduplication.firstCorrections(unique) : unique;
    }
}
