package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
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
        List<BadRow> bad = read.bad();
        for (BadRow row : bad.subList(0, Math.min(MOST_SHOWN, bad.size()))) {
            err.println(file + ":" + row.line() + ": " + row.problem());
        }
        if (!bad.isEmpty() && !skipBad) {
            int all = bad.size() + read.rows().size();
            throw new IOException(file + ": " + bad.size() + " of " + all
                    + " rows are bad; mend them, or leave them out with --skip-bad-rows");
        }
        return read.rows();
    }
}
