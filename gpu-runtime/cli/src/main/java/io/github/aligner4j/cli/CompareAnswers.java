// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of a system's answers. A line is written when its answer is there, so a run that is stopped loses only answers that were
 * not finished; an incomplete last line is cut off when the file is opened again.
 */
final class CompareAnswers implements AutoCloseable {

    private final Map<String, Stored> answers;
    private final AppendedLines out;

    private CompareAnswers(Map<String, Stored> answers, AppendedLines out) {
        this.answers = answers;
        this.out = out;
    }

    /**
     * A stored answer.
     *
     * @param answer the answer
     * @param cost the price of its tokens
     */
    record Stored(SystemAnswer answer, Cost cost) {}

    /**
     * Reads the answers in {@code file}; none if it is missing.
     *
     * @param rowIds the ids of the rows that are compared
     * @throws IOException if a complete line is no answer to one of the rows
     */
    static Map<String, Stored> read(Path file, Set<String> rowIds) throws IOException {
        Map<String, Stored> answers = new LinkedHashMap<>();
        if (!Files.isRegularFile(file)) {
            return answers;
        }
        try (JsonRows rows = JsonRows.open(file)) {
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (rows.lineEnded()) {
                    Stored stored = parse(file, row.get());
                    String id = stored.answer().rowId();
                    if (!rowIds.contains(id) || answers.put(id, stored) != null) {
                        throw foreign(file, row.get(), "its id is that of no row, or of a line before it");
                    }
                }
            }
        }
        return answers;
    }

    /**
     * Opens {@code file} to continue it.
     *
     * @param keepFailed false to drop the answers that failed, so that they are asked for again
     */
    static CompareAnswers open(Path file, Set<String> rowIds, boolean keepFailed) throws IOException {
        TornLine.cut(file);
        Map<String, Stored> answers = read(file, rowIds);
        if (!keepFailed && answers.values().removeIf(each -> each.answer().ending() == Ending.FAILED)) {
            WholeFile.writePrivate(file, lines(answers));
        }
        return new CompareAnswers(answers, AppendedLines.open(file));
    }

    /** Returns the answers by the ids of their rows. */
    synchronized Map<String, Stored> answers() {
        return new LinkedHashMap<>(answers);
    }

    /** Adds an answer, by any thread. */
    synchronized void add(Stored stored) throws IOException {
        out.add(line(stored));
        answers.put(stored.answer().rowId(), stored);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static String lines(Map<String, Stored> answers) {
        StringBuilder lines = new StringBuilder();
        answers.values().forEach(each -> lines.append(line(each)).append('\n'));
        return lines.toString();
    }

    private static String line(Stored stored) {
        SystemAnswer answer = stored.answer();
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", answer.rowId());
        json.put(Row.ANSWER, answer.answer());
        json.put("ending", answer.ending().name().toLowerCase(Locale.ROOT));
        if (!answer.problem().isEmpty()) {
            json.put("problem", answer.problem());
        }
        json.set("usage", Json.MAPPER.valueToTree(answer.usage()));
        json.put("seconds", Seconds.of(answer.elapsed()));
        if (!stored.cost().isNone()) {
            json.putObject("cost")
                    .put("input", stored.cost().input())
                    .put("output", stored.cost().output());
        }
        return JsonRow.written(json);
    }

    private static Stored parse(Path file, JsonRow row) throws IOException {
        try {
            ObjectNode json = row.json();
            SystemAnswer answer = new SystemAnswer(
                    row.text("id", "id and answer"),
                    row.text(Row.ANSWER, "id and answer"),
                    RecordedAnswer.ending(json),
                    json.path("problem").asString(""),
                    RecordedAnswer.usage(json),
                    RecordedAnswer.elapsed(json));
            double input = json.path("cost").path("input").asDouble(0);
            double output = json.path("cost").path("output").asDouble(0);
            return new Stored(answer, new Cost(input, output));
        } catch (BadRowException e) {
            throw foreign(file, row, e.problem());
        }
    }

    private static IOException foreign(Path file, JsonRow row, String problem) {
        return new IOException(file + ":" + row.line() + ": " + problem
                + ", so this command did not write it for these rows; name another --output");
    }
}
