package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.Deduplication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    boolean none() {
        return inputs.isEmpty() && pairs.isEmpty();
    }

    RowReader reader() {
        return rowFlags.reader();
    }

    /** Reads all files and adds to {@code summary} what was read. */
    List<CorrectionRow> read(BuildSummary summary) throws IOException {
        List<CorrectionRow> rows = new ArrayList<>();
        for (Path input : inputs) {
            rows.addAll(reader().read(input, CorrectionRow::parse));
        }
        for (Path pair : pairs) {
            rows.addAll(reader().readPairs(pair));
        }
        List<CorrectionRow> unique = Deduplication.of(rows);
        unique = firstCorrections ? Deduplication.firstCorrections(unique) : unique;
        summary.add("read", rows.size(), "rows");
        summary.add("dropped", rows.size() - unique.size(), "that say what others say");
        return unique;
    }
}
