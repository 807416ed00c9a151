// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads files of comparisons, whose kind the first row tells. */
final class WinRateFiles {

    private static final String ANSWERS = "answers";

    private WinRateFiles() {}

    /**
     * Returns the rows of {@code files} by what a win rate counts, in their order.
     *
     * @throws IOException with a message for the user if one can't be read, or has bad rows
     */
    static Map<WinRateKey, List<WinRateRow>> read(List<Path> files) throws IOException {
        Map<WinRateKey, List<WinRateRow>> rows = new LinkedHashMap<>();
        for (Path file : files) {
            for (WinRateRow row : read(file)) {
                rows.computeIfAbsent(row.key(), any -> new ArrayList<>()).add(row);
            }
        }
        return rows;
    }

    private static List<WinRateRow> read(Path file) throws IOException {
        JsonRow first = first(file);
        try {
            if (first.json().has("result")) {
                return judgments(file);
            }
            if (first.json().has("generator_2")) {
                return RowFile.readAll(file, WinRateRow::ofAlpacaEval);
            }
            if (first.json().has("output") && first.json().has("meta")) {
                return RowFile.readAll(file, WinRateRow::ofAutoJ);
            }
        } catch (BadRowException e) {
            throw new IOException(file + ":" + first.line() + ": " + e.problem(), e);
        }
        throw new IOException(
                file + ":" + first.line() + ": the row has neither 'result', as judgments of aligner compare have, nor"
                        + " 'generator_2', as annotations of alpaca_eval have; name another file");
    }

    private static JsonRow first(Path file) throws IOException {
        try (JsonRows rows = JsonRows.open(file)) {
            Optional<JsonRow> first = rows.next();
            return first.orElseThrow(() -> new IOException(file + ": the file has no rows; at least 1 is needed"));
        }
    }

    /** Returns judgments, the last one of several of the same answers, with the lengths of the answers beside their file. */
    private static List<WinRateRow> judgments(Path file) throws IOException {
        Map<List<String>, Judgment> judgments = new LinkedHashMap<>();
        for (Judgment each : JudgmentFile.read(file)) {
            judgments.put(List.of(each.rowId(), each.judge(), each.aspect(), each.system(), each.baseline()), each);
        }
        Map<String, Map<String, Integer>> lengths = new HashMap<>();
        List<WinRateRow> rows = new ArrayList<>();
        for (Judgment each : judgments.values()) {
            rows.add(WinRateRow.of(
                    each,
                    length(file, each.baseline(), each.rowId(), lengths),
                    length(file, each.system(), each.rowId(), lengths)));
        }
        return rows;
    }

    private static int length(Path file, String system, String row, Map<String, Map<String, Integer>> lengths)
            throws IOException {
        Map<String, Integer> known = lengths.get(system);
        if (known == null) {
            known = lengths(file, system);
            lengths.put(system, known);
        }
        return known.getOrDefault(row, WinRateRow.UNKNOWN);
    }

    private static Map<String, Integer> lengths(Path file, String system) throws IOException {
        Map<String, Integer> lengths = new HashMap<>();
        Path answers = file.resolveSibling(ANSWERS).resolve(system + ".jsonl");
        if (Files.isRegularFile(answers)) {
            RowFile.readAll(
                            answers,
                            row -> Map.entry(
                                    row.text("id", "id and answer"),
                                    WinRateRow.length(row.text("answer", "id and answer"))))
                    .forEach(each -> lengths.put(each.getKey(), each.getValue()));
        }
        return lengths;
    }
}
