package io.github.aligner4j.civility.rows;

import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Reads the windows of good answers that a checkpoint changed from the {@code differences.jsonl} of an evaluation. */
public final class MiscopiedFile {

    private MiscopiedFile() {}

    /**
     * Returns an identity row for each difference of a single window; answers without a correction are skipped.
     *
     * @throws IOException if {@code file} can't be read, or a line of it is no JSON object
     */
    public static List<CorrectionRow> read(Path file) throws IOException {
        List<CorrectionRow> rows = new ArrayList<>();
        for (ObjectNode json : RowFile.readAll(file, MiscopiedFile::json)) {
            String window = json.path("before").asString("").strip();
            if (!window.isEmpty() && json.path("windows").asInt(0) == 1) {
                rows.add(new CorrectionRow("", window, window));
            }
        }
        return rows;
    }

    private static ObjectNode json(JsonRow row) throws BadRowException {
        try {
            return row.json();
        } catch (BadRowException e) {
            throw new BadRowException(e.problem() + "; give the differences.jsonl of 'aligner evaluate --copies'");
        }
    }
}
