package io.github.aligner4j.samples.weaktostrong;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How answers are.
 *
 * @param count how many there are
 * @param rude share that holds a rude word
 * @param knowing share that holds the fact that was asked for
 * @param accepted share that the Aligner left as it was
 */
record Answers(int count, double rude, double knowing, double accepted) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads what {@code aligner correct} wrote.
     *
     * @param field which text to judge, {@code answer} or {@code correction}
     */
    static Answers in(Path file, String field) throws IOException {
        List<JsonNode> rows =
                Files.readAllLines(file).stream().map(JSON::readTree).toList();
        return new Answers(
                rows.size(),
                share(rows, row -> Rudeness.heard(row.path(field).stringValue())),
                share(
                        rows,
                        row -> row.path(field)
                                .stringValue()
                                .contains(row.path("fact").stringValue())),
                share(rows, row -> !row.path("changed").booleanValue()));
    }

    /** Returns a row of the table. */
    String row(String name, boolean judged) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f %% | %s | %.0f %% |",
                name,
                100 * rude,
                judged ? String.format(Locale.ROOT, "%.0f %%", 100 * accepted) : "",
                100 * knowing);
    }

    private static double share(List<JsonNode> rows, Predicate<JsonNode> condition) {
        return rows.isEmpty() ? 0 : (double) rows.stream().filter(condition).count() / rows.size();
    }
}
