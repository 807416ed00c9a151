// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AgreementCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path labels = Path.of("");
    private Path verdicts = Path.of("");
    private Path swapped = Path.of("");

    @BeforeEach
    void create() throws IOException {
        labels = write("labels.jsonl", """
                {"scenario":"code","label":0}
                {"scenario":"code","label":1}
                {"scenario":"math","label":2}
                {"scenario":"chat","label":1}
                """);
        verdicts = verdicts("verdicts.jsonl", 0, 1, 0, 0);
        swapped = verdicts("swapped.jsonl", 1, 1, 0, 1);
    }

    @Test
    void a_verdict_agrees_if_it_does_in_both_orders() {
        JsonNode all = json("agreement", "--labels", labels, "--verdicts", verdicts, "--swapped", swapped, "--json")
                .get(0);

        assertThat(all.path("category").asString()).isEqualTo("all");
        assertThat(all.path("pairs").asInt()).isEqualTo(4);
        assertThat(all.at("/agreement/value").asDouble()).isEqualTo(0.25);
        assertThat(all.at("/consistency/value").asDouble()).isEqualTo(0.5);
        assertThat(all.at("/accuracy/value").asDouble()).isEqualTo(0.5);
        assertThat(all.at("/kappa/value").asDouble()).isCloseTo(0.2, within(0.2));
    }

    @Test
    void asked_once_a_verdict_agrees_or_not() {
        assertThat(run("agreement", "--labels", labels, "--verdicts", verdicts)).isZero();

        assertThat(out.toString())
                .contains("| all      |     4 | 50.00 [")
                .contains("The judge was asked in one order only")
                .doesNotContain("consistency %");
    }

    @Test
    void categories_are_counted_in_groups() {
        JsonNode groups = json(
                "agreement",
                "--labels",
                labels,
                "--verdicts",
                verdicts,
                "--group",
                "Code=code",
                "--group",
                "Rest=math, chat",
                "--json");

        assertThat(groups.get(0).path("category").asString()).isEqualTo("Code");
        assertThat(groups.get(0).at("/agreement/value").asDouble()).isEqualTo(1);
        assertThat(groups.get(1).path("pairs").asInt()).isEqualTo(2);
        assertThat(groups.get(1).at("/agreement/value").asDouble()).isZero();
        assertThat(groups.size()).isEqualTo(3);
    }

    @Test
    void judges_of_a_comparison_are_compared_on_what_both_judged() throws IOException {
        Path judgments = write(
                "judgments.jsonl",
                judgment("1", "gpt", "win")
                        + judgment("2", "gpt", "loss")
                        + judgment("3", "gpt", "tie")
                        + judgment("4", "gpt", "win"));
        Path people = write(
                "people.jsonl",
                judgment("1", "people", "win")
                        + judgment("2", "people", "tie")
                        + judgment("3", "people", "tie")
                        + judgment("4", "people", "invalid"));

        JsonNode agreement = json("agreement", judgments, people, "--json").get(0);

        assertThat(agreement.path("judge").asString()).isEqualTo("gpt");
        assertThat(agreement.path("other").asString()).isEqualTo("people");
        assertThat(agreement.path("pairs").asInt()).isEqualTo(3);
        assertThat(agreement.at("/accuracy/value").asDouble()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(agreement.at("/kappa/value").asDouble()).isCloseTo(0.5, within(1e-12));

        assertThat(run("agreement", judgments, people)).isZero();
        assertThat(out.toString()).contains("| gpt   | people | helpful |     3 | 66.67 [");
    }

    @Test
    void numbers_that_do_not_exist_are_null() throws IOException {
        Path judgments = write("judgments.jsonl", judgment("1", "gpt", "win") + judgment("1", "people", "win"));

        JsonNode agreement = json("agreement", judgments, "--json").get(0);

        assertThat(agreement.at("/kappa/value").isNull()).isTrue();
        assertThat(agreement.at("/accuracy/value").asDouble()).isEqualTo(1);
    }

    @Test
    void labels_and_verdicts_must_be_of_the_same_pairs() throws IOException {
        Path fewer = verdicts("short.jsonl", 0, 1);
        Path word = write("word.jsonl", "{\"output\":\"A\"}\n");

        assertError(
                "short.jsonl: the file has 2 rows, but " + labels
                        + " has 4; each line must be the verdict on the pair of the same line",
                "--labels",
                labels,
                "--verdicts",
                fewer);
        assertError(
                "word.jsonl:1: 'output' must be 0 (the first answer is better), 1 (the second) or 2 (a tie), but is missing or"
                        + " something else",
                "--labels",
                labels,
                "--verdicts",
                word);
        assertError(
                "--group None has no pairs; its categories must be values of scenario",
                "--labels",
                labels,
                "--verdicts",
                verdicts,
                "--group",
                "None=poetry");
    }

    @Test
    void either_judgments_or_labels_are_needed() {
        String message = "give files of judgments, or --labels and --verdicts, but not both kinds";

        assertError(message);
        assertError(message, "--labels", labels);
        assertError(message, "--verdicts", verdicts);
        assertError(message, verdicts, "--labels", labels, "--verdicts", verdicts);
    }

    private void assertError(String message, Object... options) {
        err.getBuffer().setLength(0);

        assertThat(run(Stream.concat(Stream.of("agreement"), Stream.of(options)).toArray()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private Path verdicts(String name, int... verdicts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int verdict : verdicts) {
            lines.append("{\"output\":").append(verdict).append("}\n");
        }
        return write(name, lines.toString());
    }

    private static String judgment(String row, String judge, String result) {
        return "{\"row\":\"" + row + "\",\"judge\":\"" + judge + "\",\"aspect\":\"helpful\",\"system\":\"aligner\","
                + "\"baseline\":\"original\",\"result\":\"" + result + "\"}\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode json(Object... line) {
        out.getBuffer().setLength(0);
        assertThat(run(line)).as(err.toString()).isZero();
        JsonNode json = Json.MAPPER.readTree(out.toString());
        out.getBuffer().setLength(0);
        return json;
    }

    private int run(Object... line) {
        return AlignerCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(line).map(Object::toString).toArray(String[]::new));
    }
}
