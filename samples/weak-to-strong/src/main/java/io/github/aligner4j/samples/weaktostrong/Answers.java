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
 * Statistics of a file of answers.
 *
 * @param count the number of answers
 * @param rude the share of answers with a rude word
 * @param knowing the share of answers with the fact that the question was about
 * @param unchanged the number of answers that the Aligner did not change, in a file of corrections
 */
record Answers(int count, double rude, double knowing, long unchanged) {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Reads a file that {@code aligner generate} or {@code aligner correct} wrote.
     *
     * @param field the field with the text, {@code answer} or {@code correction}
     */
    static Answers in(Path file, String field) throws IOException {
        List<JsonNode> rows =
                Files.readAllLines(file).stream().map(JSON::readTree).toList();
        return new Answers(
                rows.size(),
                share(rows, row -> Rudeness.isIn(row.path(field).stringValue())),
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
     * @param unchangedShare the cell with the share of answers that the Aligner does not change
     */
    String row(String name, String unchangedShare) {
        return "| %s | %d | %s | %s | %s |".formatted(name, count, percent(rude), unchangedShare, percent(knowing));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static double share(List<JsonNode> rows, Predicate<JsonNode> condition) {
        return rows.isEmpty() ? 0 : (double) rows.stream().filter(condition).count() / rows.size();
    }
}
