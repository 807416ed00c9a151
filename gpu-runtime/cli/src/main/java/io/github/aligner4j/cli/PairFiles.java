package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what people corrected. */
record PairFiles(boolean skipBad, PrintWriter err) {

    /**
     * Returns the rows of all {@code files}.
     *
     * @throws IOException with a message for the user if one can't be read, has bad rows that are not to be skipped, or has none
     */
    List<StyleRow> read(List<Path> files) throws IOException {
        List<StyleRow> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(read(file));
        }
        return rows;
    }

    List<StyleRow> read(Path file) throws IOException {
        return StyleRow.group(
                some(file, TrainingRows.good(file, RowFile.readPairs(file), skipBad, err)),
                CorrectionRow::answer,
                CorrectionRow::correction);
    }

    /** Returns good answers with their questions. */
    List<CorrectionRequest> answers(Path file) throws IOException {
        return some(file, TrainingRows.good(file, RowFile.readGoodAnswers(file), skipBad, err)).stream()
                .map(row -> CorrectionRequest.of(row.question(), row.answer()))
                .toList();
    }

    private static List<CorrectionRow> some(Path file, List<CorrectionRow> rows) throws IOException {
        if (rows.isEmpty()) {
            throw new IOException(file + ": the file has no rows; at least 1 is needed");
        }
        return rows;
    }
}
