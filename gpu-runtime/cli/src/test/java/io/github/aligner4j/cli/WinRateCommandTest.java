// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WinRateCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void annotations_of_alpaca_eval_count_as_there() throws IOException {
        Path file = annotations("1", "2", "0", "1.5", "1.25", "null", "3");

        JsonNode result = json("win-rate", file, "--json").get(0);

        assertThat(result.at("/comparisons/system").asString()).isEqualTo("ours");
        assertThat(result.at("/comparisons/baseline").asString()).isEqualTo("theirs");
        assertThat(result.at("/comparisons/judge").asString()).isEqualTo("gpt4");
        JsonNode preferences = result.path("preferences");
        assertThat(preferences.at("/rate/value").asDouble()).isCloseTo(0.45, within(1e-12));
        assertThat(preferences.at("/rate/n").asInt()).isEqualTo(5);
        assertThat(preferences.path("missing").asInt()).isEqualTo(2);
        assertThat(preferences.at("/counts/wins").asInt()).isEqualTo(1);
        assertThat(preferences.at("/counts/losses").asInt()).isEqualTo(2);
        assertThat(preferences.at("/counts/ties").asInt()).isEqualTo(2);
        assertThat(result.at("/netWinRate/value").asDouble()).isCloseTo(-0.2, within(1e-12));
        assertThat(result.path("lengthControlled").isNull()).isTrue();
    }

    @Test
    void the_printed_numbers_of_the_same_judge_are_beside_ours() throws IOException {
        Path file = annotations("1", "2", "2", "2");
        Path leaderboard = write("gpt4_leaderboard.csv", ",win_rate,standard_error\nours,75.5,25\n");
        Path other = write("claude_leaderboard.csv", ",win_rate,standard_error\nours,11,1\n");

        assertThat(run("win-rate", file, "--leaderboard", other, "--leaderboard", leaderboard))
                .isZero();

        assertThat(out.toString())
                .contains("## Beside the leaderboard")
                .contains("75.000000000 | 75.500000000 |     -5e-01")
                .doesNotContain("11.0");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void answers_of_different_lengths_have_a_length_controlled_win_rate() throws IOException {
        String[] preferences =
                IntStream.range(0, 40).mapToObj(i -> i % 4 == 0 ? "1" : "2").toArray(String[]::new);
        Path file = annotations(preferences);
        Path difficulty = write(
                "difficulty.csv",
                IntStream.range(0, 40)
                        .mapToObj(i -> i + "," + i % 7)
                        .collect(Collectors.joining("\n", ",difficulty\n", "\n")));

        assertThat(run("win-rate", file, "--resamples", 1000)).isZero();
        assertThat(out.toString())
                .contains("## Length-controlled win rate")
                .contains("its length_controlled_minimal. --difficulty names that file.");

        JsonNode result = json("win-rate", file, "--resamples", 1000, "--difficulty", difficulty, "--json")
                .get(0);
        assertThat(result.at("/lengthControlled/difficulty").isNumber()).isTrue();
        assertThat(result.at("/lengthControlled/rate/value").asDouble()).isBetween(0.5, 1.0);
    }

    @Test
    void judgments_of_a_comparison_have_the_win_rate_of_the_paper() throws IOException {
        Path file = write(
                "judgments.jsonl",
                judgment("1", "loss")
                        + judgment("1", "win")
                        + judgment("2", "win")
                        + judgment("3", "tie")
                        + judgment("4", "loss")
                        + judgment("5", "invalid"));

        JsonNode result = json("win-rate", file, "--json").get(0);

        assertThat(result.at("/comparisons/aspect").asString()).isEqualTo("helpful");
        assertThat(result.at("/netWinRate/value").asDouble()).isCloseTo(0.25, within(1e-12));
        assertThat(result.at("/preferences/rate/value").asDouble()).isCloseTo(0.625, within(1e-12));
        assertThat(result.at("/preferences/missing").asInt()).isEqualTo(1);
        assertThat(result.path("pValue").asDouble()).isEqualTo(1);
    }

    @Test
    void lengths_of_judged_answers_are_those_of_the_files_beside_the_judgments() throws IOException {
        StringBuilder judgments = new StringBuilder();
        StringBuilder own = new StringBuilder();
        StringBuilder baseline = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            judgments.append(judgment("row " + i, i % 3 == 0 ? "loss" : "win"));
            own.append("{\"id\":\"row " + i + "\",\"answer\":\"" + "word ".repeat(i % 5 + 1) + "\"}\n");
            baseline.append("{\"id\":\"row " + i + "\",\"answer\":\"word\"}\n");
        }
        Path file = write("judgments.jsonl", judgments.toString());
        assertThat(json("win-rate", file, "--json")
                        .get(0)
                        .path("lengthControlled")
                        .isNull())
                .isTrue();

        Files.createDirectories(folder.resolve("answers"));
        write("answers/aligner.jsonl", own.toString());
        write("answers/original.jsonl", baseline.toString());

        assertThat(json("win-rate", file, "--json")
                        .get(0)
                        .at("/lengthControlled/rate/n")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void verdicts_on_critiques_are_read_in_the_order_that_was_shown() throws IOException {
        Path file = write("critiques.jsonl", """
                {"output":"A: Feedback 1 is significantly better.\\n\\nReason: B: no","meta":{"exchange":false}}
                {"output":"A: Feedback 1 is significantly better.","meta":{"exchange":true}}
                {"output":"B: Feedback 2 is significantly better.","meta":{"exchange":true}}
                {"output":"C: Neither is significantly better.","meta":{"exchange":true}}
                """);

        JsonNode counts = json("win-rate", file, "--json").get(0).at("/preferences/counts");

        assertThat(List.of(
                        counts.path("wins").asInt(),
                        counts.path("losses").asInt(),
                        counts.path("ties").asInt()))
                .containsExactly(2, 1, 1);
    }

    @Test
    void files_that_are_no_comparisons_are_refused_by_their_line() throws IOException {
        assertError(write("rows.jsonl", "{\"question\":\"q\"}\n"), "rows.jsonl:1: the row has neither 'result'");
        assertError(write("empty.jsonl", ""), "the file has no rows; at least 1 is needed");
        assertError(
                write("text.json", "[{\"generator_2\":\"x\",\"preference\":\"2\"}]"),
                "text.json:1: 'preference' is not a number; it must be 0 or 1 to 2, or null");
        assertError(
                write("unclear.jsonl", "{\"output\":\"Both are fine\",\"meta\":{}}\n"),
                "unclear.jsonl:1: the first line of 'output' has 0 of the verdicts A:, B: and C:; it must have one");
    }

    @Test
    void broken_tables_are_refused_by_their_line() throws IOException {
        Path file = annotations("1", "2");

        assertError(
                file, "a row needs a number in the column win_rate", "--leaderboard", write("a.csv", "name\nours\n"));
        assertError(
                file,
                "bad.csv:2: the column win_rate must be a number",
                "--leaderboard",
                write("bad.csv", ",win_rate\nours,x\n"));
        assertError(
                file,
                "each row after the heading must have the place of an instruction, from 0, and a number",
                "--difficulty",
                write("d.csv", "a,b\n0,hard\n"));
        assertError(file, "the number of bootstrap samples must be at least 1000, but was 10", "--resamples", 10);
    }

    private void assertError(Path file, String message, Object... options) {
        err.getBuffer().setLength(0);

        assertThat(run(Stream.concat(Stream.of("win-rate", file), Stream.of(options))
                        .toArray()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    private Path annotations(String... preferences) throws IOException {
        return write(
                "annotations.json",
                IntStream.range(0, preferences.length)
                        .mapToObj(i ->
                                """
                                {"instruction":"i","output_1":"%s","output_2":"text","generator_1":"theirs",
                                "generator_2":"ours","annotator":"gpt4","preference":%s}""".formatted("text".repeat(1 + i % 3 * (preferences.length / 20)), preferences[i]))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    private static String judgment(String row, String result) {
        return "{\"key\":\"k" + row + "\",\"row\":\"" + row
                + "\",\"judge\":\"gpt\",\"aspect\":\"helpful\",\"system\":\"aligner\","
                + "\"baseline\":\"original\",\"result\":\"" + result + "\"}\n";
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonNode json(Object... line) {
        out.getBuffer().setLength(0);
        assertThat(run(line)).as(err.toString()).isZero();
        return Json.MAPPER.readTree(out.toString());
    }

    private int run(Object... line) {
        return AlignerCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(line).map(Object::toString).toArray(String[]::new));
    }
}
