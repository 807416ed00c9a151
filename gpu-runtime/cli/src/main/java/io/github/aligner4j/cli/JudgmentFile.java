// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.judging.JudgmentStore;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.JsonRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of judgments, {@code judgments.jsonl}. A line is written as soon as a judgment is made, so a run that is stopped loses none
 * that was paid; an incomplete last line is cut off when the file is opened again.
 */
final class JudgmentFile implements JudgmentStore, Closeable {

    private static final String KEY = "key";
    private static final String NEEDED = "row, judge, aspect, system, baseline and result";

    private final Map<String, Judgment> judgments;
    private final AppendedLines out;

    private JudgmentFile(Map<String, Judgment> judgments, AppendedLines out) {
        this.judgments = judgments;
        this.out = out;
    }

    /**
     * Opens {@code file} to continue it; a missing one is created.
     *
     * @throws IOException if a complete line is no judgment
     */
    static JudgmentFile open(Path file) throws IOException {
        Map<String, Judgment> known = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            TornLine.cut(file);
            JsonRows.forEach(file, row -> known.put(key(file, row), parse(file, row)));
        }
        return new JudgmentFile(known, AppendedLines.open(file));
    }

    /**
     * Returns the judgments in a file, in its order.
     *
     * @throws IOException if a line is no judgment
     */
    static List<Judgment> read(Path file) throws IOException {
        List<Judgment> judgments = new ArrayList<>();
        JsonRows.forEach(file, row -> judgments.add(parse(file, row)));
        return judgments;
    }

    @Override
    public synchronized Optional<Judgment> find(String key) {
        return Optional.ofNullable(judgments.get(key));
    }

    @Override
    public synchronized void add(String key, Judgment judgment) {
        try {
            out.add(line(key, judgment));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        judgments.put(key, judgment);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Returns a judgment as a line of the file. */
    static String line(String key, Judgment judgment) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put(KEY, key);
        json.put("row", judgment.rowId());
        json.put("judge", judgment.judge());
        json.put("aspect", judgment.aspect());
        json.put("system", judgment.system());
        json.put("baseline", judgment.baseline());
        json.put("result", word(judgment.result()));
        if (!judgment.orders().isEmpty()) {
            ArrayNode orders = json.putArray("orders");
            judgment.orders().forEach(order -> orders.add(word(order)));
        }
        ArrayNode rationales = json.putArray("rationales");
        judgment.rationales().forEach(rationales::add);
        json.set("usage", Json.MAPPER.valueToTree(judgment.usage()));
        json.put("seconds", Seconds.of(judgment.elapsed()));
        return JsonRow.written(json);
    }

    private static String word(Result result) {
        return result.name().toLowerCase(Locale.ROOT);
    }

    private static String key(Path file, JsonRow row) throws IOException {
        try {
            return row.text(KEY, "key");
        } catch (BadRowException e) {
            throw foreign(file, row, String.valueOf(e.getMessage()));
        }
    }

    private static Judgment parse(Path file, JsonRow row) throws IOException {
        try {
            ObjectNode json = row.json();
            List<Result> orders = new ArrayList<>();
            for (String order : row.texts("orders")) {
                orders.add(result(order));
            }
            JsonNode usage = json.path("usage");
            return new Judgment(
                    row.text("row", NEEDED),
                    row.text("judge", NEEDED),
                    row.text("aspect", NEEDED),
                    row.text("system", NEEDED),
                    row.text("baseline", NEEDED),
                    result(row.text("result", NEEDED)),
                    row.texts("rationales"),
                    new TokenUsage(
                            usage.path("promptTokens").asInt(0),
                            usage.path("completionTokens").asInt(0)),
                    Duration.ofNanos(Math.round(json.path("seconds").asDouble(0) * 1e9)),
                    orders);
        } catch (BadRowException | IllegalArgumentException e) {
            throw foreign(file, row, String.valueOf(e.getMessage()));
        }
    }

    private static Result result(String word) throws BadRowException {
        return Arrays.stream(Result.values())
                .filter(result -> word(result).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new BadRowException("a result must be one of win, loss, tie and invalid, but is a text of "
                                + word.length() + " characters"));
    }

    private static IOException foreign(Path file, JsonRow row, String problem) {
        return new IOException(file + ":" + row.line() + ": " + problem
                + ", so no comparison wrote it; name another file of judgments");
    }
}
