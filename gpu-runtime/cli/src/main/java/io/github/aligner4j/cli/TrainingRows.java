package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.CompletionFile;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Reads rows and tells the user about bad ones. */
final class TrainingRows {

    private static final int MOST_SHOWN = 20;

    private TrainingRows() {}

    static List<CorrectionRow> read(Path file, boolean skipBad, PrintWriter err) throws IOException {
        return good(file, RowFile.read(file), skipBad, err);
    }

    static List<CorrectionRow> good(Path file, RowFile read, boolean skipBad, PrintWriter err) throws IOException {
        name(file, read.bad(), err);
        if (!read.bad().isEmpty() && !skipBad) {
            throw refusal(file, read.bad().size(), read.rows().size());
        }
        return read.rows();
    }

    static List<PromptCompletion> completions(Path file, boolean skipBad, PrintWriter err) throws IOException {
        CompletionFile read = CompletionFile.read(file);
        name(file, read.bad(), err);
        if (!read.bad().isEmpty() && !skipBad) {
            throw refusal(file, read.bad().size(), read.rows().size());
        }
        return read.rows();
    }

    /** Names bad rows with their lines, as many as one reads. */
    static void name(Path file, List<BadRow> bad, PrintWriter err) {
        for (BadRow row : bad.subList(0, Math.min(MOST_SHOWN, bad.size()))) {
            err.println(file + ":" + row.line() + ": " + row.problem());
        }
    }

    private static IOException refusal(Path file, int bad, int good) {
        return new IOException(file + ": " + bad + " of " + (bad + good)
                + " rows are bad; mend them, or leave them out with --skip-bad-rows");
    }
}
