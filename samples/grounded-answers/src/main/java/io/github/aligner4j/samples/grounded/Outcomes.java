// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The shares of corrected, missed and untouched answers of a file.
 *
 * @param corrected the share of wrong answers that were corrected exactly as expected
 * @param missed the share of wrong answers that were left as they are
 * @param right the share of right answers that were left as they are
 * @param undocumented the share of answers without a document about them that were left as they are
 */
record Outcomes(double corrected, double missed, double right, double undocumented) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads the answers of {@code rows} and their corrections in {@code output}; rejected corrections are missing there. */
    static Outcomes of(Path rows, Path output) throws IOException {
        List<JsonNode> asked = read(rows);
        List<JsonNode> answered = read(output);
        Predicate<JsonNode> expected = row -> text(row, "correction").equals(text(row, "expected"));
        Predicate<JsonNode> unchanged = row -> text(row, "correction").equals(text(row, "answer"));
        return new Outcomes(
                share(asked, answered, Row.Form.WRONG, expected),
                share(asked, answered, Row.Form.WRONG, unchanged),
                share(asked, answered, Row.Form.RIGHT, unchanged),
                share(asked, answered, Row.Form.UNDOCUMENTED, unchanged));
    }

    /** Returns a row of the table. */
    String row(String name) {
        return "| %s | %s | %s | %s | %s |"
                .formatted(name, percent(corrected), percent(missed), percent(right), percent(undocumented));
    }

    private static double share(
            List<JsonNode> asked, List<JsonNode> answered, Row.Form form, Predicate<JsonNode> condition) {
        Predicate<JsonNode> formed = row -> text(row, "form").equals(form.name());
        long all = asked.stream().filter(formed).count();
        return all == 0
                ? 0
                : (double) answered.stream().filter(formed.and(condition)).count() / all;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String text(JsonNode row, String field) {
        return row.path(field).stringValue("");
    }

    private static List<JsonNode> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(JSON::readTree).toList();
    }
}
