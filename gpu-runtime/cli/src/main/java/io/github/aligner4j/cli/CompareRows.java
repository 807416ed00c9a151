// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Expectations;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.training.dataset.AnswerRow;
import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The rows of a comparison.
 *
 * <p>They are JSON Lines (or a JSON array) in one of the shapes of {@link AnswerRow}, whose correction is one by people, and may have
 * {@code id}, {@code category}, and {@code forbidden} and {@code required} texts. Lines of a recording and of {@code aligner correct}
 * are read, too: there the correction is that of an Aligner, so it is the answer of the system {@value #RECORDED} and no reference.
 *
 * @param rows the rows, at least one, with different ids
 * @param recorded the answers of the system {@value #RECORDED} by the ids of their rows
 * @param leftOut the number of recorded lines that are no answers to users
 * @param bad the number of bad rows that were skipped
 */
record CompareRows(List<ComparisonRow> rows, Map<String, SystemAnswer> recorded, long leftOut, long bad) {

    /** The name of the system that had corrected the answers when they were recorded. */
    static final String RECORDED = "recorded";

    private static final String ID = "id";
    private static final String FORBIDDEN = "forbidden";
    private static final String REQUIRED = "required";
    private static final String NEEDED = "question and answer";

    CompareRows {
        rows = List.copyOf(rows);
        recorded = Map.copyOf(recorded);
    }

    /**
     * Reads a file.
     *
     * @param categoryField the name of the field with the category
     * @throws IOException with a message for the user if it can't be read, has no rows, two with the same id, or bad ones that are
     *     not to be skipped
     */
    static CompareRows read(Path file, String categoryField, RowReader reader) throws IOException {
        Reading reading = new Reading(categoryField);
        JsonRows.forEach(file, reading::add);
        reader.report(file, reading.bad);
        if (!reading.bad.isEmpty() && !reader.skipBad()) {
            throw new IOException(file + ": " + reading.bad.size() + " of " + reading.lines
                    + " rows are bad; correct them, or skip them with --skip-bad-rows");
        }
        RowReader.requireSome(file, List.copyOf(reading.rows.values()));
        return new CompareRows(
                List.copyOf(reading.rows.values()), reading.recorded, reading.leftOut, reading.bad.size());
    }

    /** Returns whether a row has a correction by people. */
    boolean haveReferences() {
        return rows.stream().anyMatch(row -> row.reference().isPresent());
    }

    /** Returns whether a row says what a correction must not gain or lose. */
    boolean haveExpectations() {
        return rows.stream().anyMatch(row -> !row.expectations().equals(Expectations.NONE));
    }

    /** Returns a copy with the first {@code max} rows only. */
    CompareRows first(int max) {
        return new CompareRows(rows.subList(0, Math.min(max, rows.size())), recorded, leftOut, bad);
    }

    /** The rows read so far. */
    private static final class Reading {
        private final String categoryField;
        private final Map<String, ComparisonRow> rows = new LinkedHashMap<>();
        private final Map<String, Long> lineOf = new LinkedHashMap<>();
        private final Map<String, SystemAnswer> recorded = new LinkedHashMap<>();
        private final List<BadRow> bad = new ArrayList<>();
        private long lines;
        private long leftOut;

        Reading(String categoryField) {
            this.categoryField = categoryField;
        }

        void add(JsonRow row) {
            lines++;
            try {
                parse(row);
            } catch (BadRowException e) {
                bad.add(new BadRow(row.line(), e.problem()));
            }
        }

        private void parse(JsonRow row) throws BadRowException {
            if (RecordedAnswer.isRecorded(row.json())) {
                TrafficRow traffic = TrafficRow.parse(row);
                if (traffic.kind() != TrafficRow.Kind.ANSWER) {
                    leftOut++;
                    return;
                }
                String id = put(row, Optional.empty());
                recorded.put(id, RecordedAnswer.of(id, row));
                return;
            }
            if (row.json().hasNonNull(Row.CORRECTION)) {
                row.text(Row.CORRECTION, NEEDED);
            }
            put(row, AnswerRow.parse(row).correction());
        }

        private String put(JsonRow row, Optional<String> reference) throws BadRowException {
            String id = scalar(row.json(), ID);
            id = id.isEmpty() ? String.valueOf(row.line()) : id;
            CorrectionRequest request = AnswerRow.parse(row).request();
            if (lineOf.containsKey(id)) {
                throw new BadRowException("its id is that of line " + lineOf.get(id)
                        + "; each row needs an id of its own, in all rows or in none");
            }
            rows.put(
                    id,
                    new ComparisonRow(id, scalar(row.json(), categoryField), request, reference, expectations(row)));
            lineOf.put(id, row.line());
            return id;
        }

        private static Expectations expectations(JsonRow row) throws BadRowException {
            try {
                return new Expectations(row.texts(FORBIDDEN), row.texts(REQUIRED));
            } catch (IllegalArgumentException e) {
                throw new BadRowException(String.valueOf(e.getMessage()));
            }
        }

        private static String scalar(ObjectNode json, String field) throws BadRowException {
            JsonNode value = json.path(field);
            if (value.isMissingNode() || value.isNull()) {
                return "";
            }
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw new BadRowException("'" + field + "' is neither a string nor a number");
            }
            return value.asString().strip();
        }
    }
}
