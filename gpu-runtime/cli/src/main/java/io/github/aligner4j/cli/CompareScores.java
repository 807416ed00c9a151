package io.github.aligner4j.cli;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.scoring.AnswerScorer;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import io.github.aligner4j.training.dataset.PrivateFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

    /** What is scored; of the answer, its digest. */
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
    Result score(ComparisonData data, List<AnswerScorer> scorers, Progress progress) throws IOException {
        Map<String, ComparisonRow> rows = new HashMap<>();
        data.rows().forEach(row -> rows.put(row.id(), row));
        Map<Key, OptionalDouble> all = new LinkedHashMap<>();
        List<Score> scores = new ArrayList<>();
        long failed = 0;
        try (OutputStream out = PrivateFile.append(file)) {
            for (Map.Entry<String, List<SystemAnswer>> system : data.answers().entrySet()) {
                for (SystemAnswer answer : system.getValue()) {
                    ComparisonRow row = rows.get(answer.rowId());
                    for (AnswerScorer scorer : row == null ? List.<AnswerScorer>of() : scorers) {
                        String scale = scorer.scale().name();
                        Key key = new Key(answer.rowId(), system.getKey(), scale, digest(answer.answer()));
                        Optional<OptionalDouble> score = score(key, row, answer, scorer, out);
                        failed += score.isEmpty() ? 1 : 0;
                        score.ifPresent(value -> all.put(key, value));
                        score.orElse(OptionalDouble.empty())
                                .ifPresent(value -> scores.add(new Score(key.row(), key.system(), scale, value)));
                    }
                    progress.step();
                }
            }
        }
        StringBuilder lines = new StringBuilder();
        all.forEach((key, value) -> lines.append(line(key, value)));
        WholeFile.writePrivate(file, lines.toString());
        return new Result(scores, failed);
    }

    /** Returns the score, which may not exist; empty if the scorer fails. */
    private Optional<OptionalDouble> score(
            Key key, ComparisonRow row, SystemAnswer answer, AnswerScorer scorer, OutputStream out)
            throws IOException {
        OptionalDouble score = known.get(key);
        if (score != null) {
            return Optional.of(score);
        }
        try {
            score = scorer.score(row, answer.answer());
        } catch (AlignerException e) {
            return Optional.empty();
        }
        out.write(line(key, score).getBytes(StandardCharsets.UTF_8));
        return Optional.of(score);
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
        return JsonRow.written(json) + "\n";
    }

    private static String digest(String text) throws IOException {
        return Sha256.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 23);
    }
}
