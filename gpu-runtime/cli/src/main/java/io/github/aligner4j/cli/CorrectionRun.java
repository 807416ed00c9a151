// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.Detection;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.StringNode;

/** Corrects the rows of one file into another, in order; rows that the other file has already are skipped. */
final class CorrectionRun {

    private final Path input;
    private final Path output;
    private final PrintWriter err;

    CorrectionRun(Path input, Path output, PrintWriter err) {
        this.input = input;
        this.output = output;
        this.err = err;
    }

    /**
     * Checks that the output can be continued, and returns the number of input rows.
     *
     * @throws IOException if the output has rows that the input does not have
     */
    long check() throws IOException {
        FinishedRows finished = FinishedRows.in(output);
        boolean tornLineIsOurs = finished.torn().length == 0;
        long rows = 0;
        try (JsonRows in = JsonRows.open(input)) {
            for (Optional<JsonRow> row = in.next(); row.isPresent(); row = in.next()) {
                rows++;
                Optional<Row> good = good(row.get());
                good.ifPresent(finished::take);
                tornLineIsOurs |=
                        good.filter(begun -> begun.mayBegin(finished.torn())).isPresent();
            }
        }
        if (!finished.isEmpty() || !tornLineIsOurs) {
            throw new IOException(output + ": the file has rows that are not in " + input
                    + ", so it is not the output of that input; name another --output");
        }
        return rows;
    }

    /** Corrects the rows that are left, and returns whether no row was bad. */
    boolean correct(Aligner aligner, Progress progress) throws IOException {
        FinishedRows finished = FinishedRows.in(output);
        finished.cutTorn(output);
        boolean good = true;
        try (JsonRows in = JsonRows.open(input);
                OutputStream out =
                        Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (Optional<JsonRow> row = in.next(); row.isPresent(); row = in.next()) {
                good &= correct(row.get(), finished, aligner, out);
                progress.step();
            }
        }
        return good;
    }

    private boolean correct(JsonRow each, FinishedRows finished, Aligner aligner, OutputStream out) throws IOException {
        try {
            Row row = Row.parse(each);
            if (!finished.take(row)) {
                write(corrected(row, aligner), out);
            }
            return true;
        } catch (BadRowException | AlignerException e) {
            err.println(input + ":" + each.line() + ": " + e.getMessage());
            return false;
        }
    }

    private void write(byte[] line, OutputStream out) throws IOException {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new IOException(
                    output + ": " + e.getMessage() + "; finished rows are kept; run the same command again", e);
        }
    }

    private static byte[] corrected(Row row, Aligner aligner) {
        Correction correction = aligner.correct(row.request());
        Map<String, JsonNode> added = new LinkedHashMap<>();
        added.put(Row.CORRECTION, StringNode.valueOf(correction.answer()));
        added.put(Row.CHANGED, BooleanNode.valueOf(correction.changed()));
        added.put(Row.EDITS, Json.MAPPER.valueToTree(correction.edits()));
        if (!correction.detections().isEmpty()) {
            added.put(Row.DETECTIONS, detections(correction));
        }
        added.put(Row.TIMINGS, Json.MAPPER.valueToTree(Map.of("seconds", Seconds.of(correction.elapsed()))));
        return row.with(added);
    }

    private static JsonNode detections(Correction correction) {
        ArrayNode detections = Json.MAPPER.createArrayNode();
        for (Detection detection : correction.detections()) {
            detections.addObject().put("label", detection.label()).put("score", detection.score());
        }
        return detections;
    }

    /** Returns the row unless it is bad; bad rows are reported later, and are never in the output. */
    private static Optional<Row> good(JsonRow row) {
        try {
            return Optional.of(Row.parse(row));
        } catch (BadRowException e) {
            return Optional.empty();
        }
    }
}
