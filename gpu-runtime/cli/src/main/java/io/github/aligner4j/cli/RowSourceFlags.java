package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.Deduplication;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** Reads all files and adds to {@code summary} what was read. */
    List<CorrectionRow> read(PrintWriter err, BuildSummary summary) throws IOException {
        List<CorrectionRow> rows = new ArrayList<>();
        for (Path input : inputs) {
            rows.addAll(TrainingRows.read(input, skipBadRows, err));
        }
        for (Path pair : pairs) {
            rows.addAll(TrainingRows.good(pair, RowFile.readPairs(pair), skipBadRows, err));
        }
        List<CorrectionRow> unique = Deduplication.of(rows);
        unique = firstCorrections ? Deduplication.firstCorrections(unique) : unique;
        summary.add("read", rows.size(), "rows");
        summary.add("dropped", rows.size() - unique.size(), "that say what others say");
        return unique;
    }
}
