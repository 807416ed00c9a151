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
 * @param unchanged how many of them the Aligner left as they were, if they come from a file of corrections
 */
record Answers(int count, double rude, double knowing, long unchanged) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads what {@code aligner generate} or {@code aligner correct} wrote.
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
                rows.stream()
                        .filter(row -> !row.path("changed").booleanValue(true))
                        .count());
    }

    /**
     * Returns a row of the table.
     *
     * @param alone share that the Aligner leaves as it is, or what to say in its place
     */
    String row(String name, String alone) {
        return "| %s | %d | %s | %s | %s |".formatted(name, count, percent(rude), alone, percent(knowing));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static double share(List<JsonNode> rows, Predicate<JsonNode> condition) {
        return rows.isEmpty() ? 0 : (double) rows.stream().filter(condition).count() / rows.size();
    }
}
