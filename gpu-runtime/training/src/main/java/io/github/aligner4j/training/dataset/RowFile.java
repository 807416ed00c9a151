package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a file: a JSON array, or JSON Lines, of objects with {@code question}, {@code answer} and {@code correction}.
 *
 * @param rows the good ones, in order
 * @param bad the others
 */
public record RowFile(List<CorrectionRow> rows, List<BadRow> bad) {

    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";
    private static final String CORRECTION = "correction";

    /** Copies the lists. */
    public RowFile {
        rows = List.copyOf(rows);
        bad = List.copyOf(bad);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static RowFile read(Path file) throws IOException {
        return read(file, new Rows(List.of(QUESTION, ANSWER, CORRECTION)));
    }

    /**
     * Reads a file of answers that are good as they are: {@code correction} may be missing and is not looked at.
     *
     * @throws IOException with a message for the user if it can't be read, or is an array that breaks off
     */
    public static RowFile readGoodAnswers(Path file) throws IOException {
        return read(file, new Rows(List.of(QUESTION, ANSWER)));
    }

    /**
     * Reads a table after its heading: an answer, then one or several corrections of it, a row each. The table is
     * comma-separated if the file's name ends in {@code .csv}, tab-separated otherwise.
     *
     * @throws IOException with a message for the user if it can't be read
     */
    public static RowFile readPairs(Path file) throws IOException {
        List<CorrectionRow> good = new ArrayList<>();
        List<BadRow> bad = new ArrayList<>();
        for (Table.Row row : Table.read(file).stream().skip(1).toList()) {
            String answer = row.cells().get(0);
            List<CorrectionRow> pairs = row.cells().stream()
                    .skip(1)
                    .filter(correction -> !answer.isEmpty() && !correction.isEmpty())
                    .map(correction -> new CorrectionRow("", answer, correction))
                    .toList();
            if (pairs.isEmpty()) {
                bad.add(new BadRow(row.line(), "a line needs an answer and a correction, each in a cell"));
            }
            good.addAll(pairs);
        }
        return new RowFile(good, bad);
    }

    private static RowFile read(Path file, Rows rows) throws IOException {
        for (JsonRow row : JsonRows.all(file)) {
            rows.add(row);
        }
        return new RowFile(rows.good, rows.bad);
    }

    /** Writes {@code rows} as JSON Lines. */
    public static void write(Path file, List<CorrectionRow> rows) throws IOException {
        List<String> lines = new ArrayList<>();
        for (CorrectionRow row : rows) {
            lines.add(JsonRow.written(JsonRow.JSON
                    .createObjectNode()
                    .put(QUESTION, row.question())
                    .put(ANSWER, row.answer())
                    .put(CORRECTION, row.correction())));
        }
        WholeFile.write(file, lines);
    }

    /** What has been read. */
    private static final class Rows {

        private final List<String> fields;
        private final List<CorrectionRow> good = new ArrayList<>();
        private final List<BadRow> bad = new ArrayList<>();

        Rows(List<String> fields) {
            this.fields = fields;
        }

        void add(JsonRow row) {
            ObjectNode node = row.json();
            long line = row.line();
            if (node == null) {
                bad.add(new BadRow(line, row.problem()));
                return;
            }
            for (String field : fields) {
                String problem = problem(node.path(field), field);
                if (!problem.isEmpty()) {
                    bad.add(new BadRow(line, problem));
                    return;
                }
            }
            good.add(new CorrectionRow(
                    node.path(QUESTION).asString(),
                    node.path(ANSWER).asString(),
                    node.path(fields.get(fields.size() - 1)).asString()));
        }

        private String problem(JsonNode value, String field) {
            if (value.isMissingNode()) {
                return "'" + field + "' is missing; a row needs " + String.join(", ", fields);
            }
            if (!value.isString()) {
                return "'" + field + "' is not a string";
            }
            // An empty correction says that the answer is to go: the closing phrase of a longer one, say.
            boolean empty = value.asString().isEmpty() && field.equals(ANSWER);
            return empty ? "'" + field + "' is empty" : "";
        }
    }
}
