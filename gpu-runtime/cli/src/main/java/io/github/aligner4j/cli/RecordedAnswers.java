// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers in a file, which another program, {@code aligner correct} or an earlier comparison has written.
 *
 * <p>A line belongs to the row with its {@code id}. A line without an id, or of a file whose ids are those of no row, belongs to the
 * row with its {@code question} and, if its answer is in another field than {@code answer}, with that {@code answer}; of several such
 * rows, to the first that has none yet.
 */
final class RecordedAnswers {

    private static final List<String> FIELDS = List.of(Row.CORRECTION, "output", Row.ANSWER);

    private final Path file;
    private final Map<String, SystemAnswer> byId = new HashMap<>();
    private final Map<Key, Deque<SystemAnswer>> byTexts = new HashMap<>();

    private RecordedAnswers(Path file) {
        this.file = file;
    }

    /** The texts of a row; the answer is empty if lines have none but the system's own. */
    private record Key(String question, String answer) {}

    /**
     * Reads a file.
     *
     * @param field the field with the answer; empty for the first of {@code correction}, {@code output} and {@code answer}
     * @throws IOException if it can't be read, or a line has no answer
     */
    static RecordedAnswers read(Path file, String field) throws IOException {
        RecordedAnswers answers = new RecordedAnswers(file);
        JsonRows.forEach(file, row -> {
            try {
                answers.add(row, field);
            } catch (BadRowException e) {
                throw new IOException(file + ":" + row.line() + ": " + e.problem());
            }
        });
        return answers;
    }

    /**
     * Returns the answers to {@code rows} by their ids; a row without one has none.
     *
     * @throws IOException if there is an answer to no row at all
     */
    Map<String, SystemAnswer> of(List<ComparisonRow> rows) throws IOException {
        Map<String, SystemAnswer> answers = new HashMap<>();
        boolean ids = rows.stream().anyMatch(row -> byId.containsKey(row.id()));
        for (ComparisonRow row : rows) {
            Optional<SystemAnswer> answer = ids ? Optional.ofNullable(byId.get(row.id())) : byTexts(row);
            answer.ifPresent(each -> answers.put(row.id(), each));
        }
        if (answers.isEmpty()) {
            throw new IOException(
                    file + ": the file has an answer to none of the rows; its lines need their 'id', or their"
                            + " 'question' and 'answer'");
        }
        return answers;
    }

    private Optional<SystemAnswer> byTexts(ComparisonRow row) {
        String question = row.request().question();
        for (String answer : List.of(row.request().answer(), "")) {
            Deque<SystemAnswer> found = byTexts.get(new Key(question, answer));
            if (found != null && !found.isEmpty()) {
                SystemAnswer first = found.remove();
                return Optional.of(new SystemAnswer(
                        row.id(), first.answer(), first.ending(), first.problem(), first.usage(), first.elapsed()));
            }
        }
        return Optional.empty();
    }

    private void add(JsonRow row, String field) throws BadRowException {
        ObjectNode json = row.json();
        JsonNode id = json.path("id");
        String rowId =
                id.isString() || id.isNumber() || id.isBoolean() ? id.asString().strip() : "";
        SystemAnswer answer = answer(rowId, row, field);
        if (!rowId.isEmpty()) {
            byId.put(rowId, answer);
        }
        String question = json.path(Row.QUESTION).asString("");
        boolean own = Row.ANSWER.equals(chosen(json, field));
        String original = own ? "" : json.path(Row.ANSWER).asString("");
        byTexts.computeIfAbsent(new Key(question, original), key -> new ArrayDeque<>())
                .add(answer);
    }

    private static SystemAnswer answer(String id, JsonRow row, String field) throws BadRowException {
        ObjectNode json = row.json();
        TokenUsage usage = RecordedAnswer.usage(json);
        Duration elapsed = RecordedAnswer.elapsed(json);
        if (json.hasNonNull("error")) {
            return new SystemAnswer(id, "", Ending.FAILED, json.path("error").asString("unknown"), usage, elapsed);
        }
        String text = row.text(chosen(json, field), field.isEmpty() ? "one of correction, output and answer" : field);
        String problem = json.path("problem").asString("");
        return new SystemAnswer(id, text, RecordedAnswer.ending(json), problem, usage, elapsed);
    }

    private static String chosen(ObjectNode json, String field) {
        return field.isEmpty()
                ? FIELDS.stream().filter(json::hasNonNull).findFirst().orElse(Row.CORRECTION)
                : field;
    }
}
