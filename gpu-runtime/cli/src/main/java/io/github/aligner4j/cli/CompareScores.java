// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Scores answers, and keeps the scores in {@code scores.jsonl}: what a stopped run has scored is not scored again, unless the answer
 * has changed.
 */
final class CompareScores {

    private static final String NEEDED = "id, system, scale and answer";

    private final Path file;
    private final Map<Key, OptionalDouble> known = new HashMap<>();

    private CompareScores(Path file) {
        this.file = file;
    }

    /** An answer on a scale; of the answer, its digest. */
    private record Key(String row, String system, String scale, String answer) {}

    /**
     * The scores of a comparison.
     *
     * @param scores the scores
     * @param failed the number of answers that a scorer failed to score; they have no score
     */
    record Result(List<Score> scores, long failed) {
        Result {
            scores = List.copyOf(scores);
        }
    }

    /**
     * Opens the scores in {@code file}; none if it is missing. An incomplete last line is cut off.
     *
     * @throws IOException if a complete line is no score
     */
    static CompareScores open(Path file) throws IOException {
        CompareScores scores = new CompareScores(file);
        if (Files.isRegularFile(file)) {
            TornLine.cut(file);
            try (JsonRows rows = JsonRows.open(file)) {
                for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                    scores.read(row.get());
                }
            }
        }
        return scores;
    }

    /** Scores all answers of {@code data} by all {@code scorers}, and writes the file anew without scores of other answers. */
    Result score(ComparisonData data, List<AnswerScorer> scorers, int callers, Progress progress) throws IOException {
        Map<String, ComparisonRow> rows = new HashMap<>();
        data.rows().forEach(row -> rows.put(row.id(), row));
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        Map<Key, OptionalDouble> all = new LinkedHashMap<>();
        AtomicLong failed = new AtomicLong();
        try (AppendedLines out = AppendedLines.open(file)) {
            List<Future<?>> running = new ArrayList<>();
            List<Map<Key, OptionalDouble>> results = new ArrayList<>();
            data.answers()
                    .forEach((system, answers) -> answers.forEach(answer -> {
                        Map<Key, OptionalDouble> result = new LinkedHashMap<>();
                        results.add(result);
                        ComparisonRow row = Objects.requireNonNull(rows.get(answer.rowId()), answer.rowId());
                        running.add(pool.submit(() -> {
                            for (AnswerScorer scorer : scorers) {
                                score(new Task(system, row, answer.answer(), scorer), result, failed, out);
                            }
                            progress.step();
                            return null;
                        }));
                    }));
            for (Future<?> each : running) {
                CompareRun.await(each);
            }
            results.forEach(all::putAll);
        } finally {
            CompareRun.end(pool);
        }
        StringBuilder lines = new StringBuilder();
        all.forEach((key, value) -> lines.append(line(key, value)).append('\n'));
        WholeFile.writePrivate(file, lines.toString());
        List<Score> scores = new ArrayList<>();
        all.forEach((key, value) ->
                value.ifPresent(number -> scores.add(new Score(key.row(), key.system(), key.scale(), number))));
        return new Result(scores, failed.get());
    }

    /** An answer to score. */
    private record Task(String system, ComparisonRow row, String answer, AnswerScorer scorer) {
        Key key() throws IOException {
            return new Key(row.id(), system, scorer.scale().name(), digest(answer));
        }
    }

    private void score(Task task, Map<Key, OptionalDouble> result, AtomicLong failed, AppendedLines out)
            throws IOException {
        Key key = task.key();
        OptionalDouble score = known.get(key);
        if (score == null) {
            try {
                score = task.scorer().score(task.row(), task.answer());
            } catch (CorrectionCancelledException e) {
                throw e;
            } catch (RuntimeException | StackOverflowError e) {
                failed.incrementAndGet();
                return;
            }
            out.add(line(key, score));
        }
        result.put(key, score);
    }

    private void read(JsonRow row) throws IOException {
        try {
            JsonNode value = row.json().path("value");
            Key key = new Key(
                    row.text("id", NEEDED),
                    row.text("system", NEEDED),
                    row.text("scale", NEEDED),
                    row.text("answer", NEEDED));
            known.put(key, value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty());
        } catch (BadRowException e) {
            throw new IOException(file + ":" + row.line() + ": " + e.problem()
                    + ", so this command did not write it; name another --output");
        }
    }

    private static String line(Key key, OptionalDouble value) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("id", key.row());
        json.put("system", key.system());
        json.put("scale", key.scale());
        if (value.isPresent()) {
            json.put("value", value.getAsDouble());
        } else {
            json.putNull("value");
        }
        json.put("answer", key.answer());
        return JsonRow.written(json);
    }

    private static String digest(String text) throws IOException {
        return Sha256.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 23);
    }
}
