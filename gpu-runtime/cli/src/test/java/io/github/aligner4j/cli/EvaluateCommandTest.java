// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Which numbers come out depends on the embedded model, so it is their shape that is looked at. */
class EvaluateCommandTest {

    @TempDir
    private Path folder;

    private Path pairs = Path.of("");
    private Path answers = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void files() throws IOException {
        StringBuilder rows = new StringBuilder("rude\tcivil\tcivil\n");
        for (String animal : List.of("cat", "dog", "cow", "hen", "fox", "owl", "ant", "bee", "elk", "ram")) {
            rows.append(
                    "the " + animal + " is a stupid fool .\tthe " + animal + " is here .\tThe " + animal + " is.\n");
            rows.append("shut up , " + animal + " , you fool !\tbe quiet , " + animal + " !\t\n");
        }
        pairs = Files.writeString(folder.resolve("pairs.tsv"), rows.toString());
        String sentences = "This is a sentence of some words. ".repeat(14).strip();
        answers = Files.writeString(
                folder.resolve("answers.jsonl"),
                "{\"question\": \"Why?\", \"answer\": \"It is so.\"}\n{\"question\": \"Why?\", \"answer\": \""
                        + sentences + "\"}\n");
    }

    @Test
    void everything_is_measured_printed_and_written() throws IOException {
        Path output = folder.resolve("out");

        assertThat(evaluate("--references " + pairs + " --judge " + pairs + " --judge-extra " + pairs
                        + " --judge-clean "
                        + answers + " --lexicon " + pairs + " --copies " + answers + " --long 2 --limit 3 --output "
                        + output))
                .as(err.toString())
                .isZero();

        JsonNode json = Json.MAPPER.readTree(Files.readString(output.resolve("evaluation.json")));
        assertThat(json.path("style"))
                .extracting(score -> score.path("system").asString())
                .containsExactly("Aligner", "doing nothing", "deleting rude words", "human, against the others");
        assertThat(json.path("style"))
                .extracting(score -> score.path("rows").asInt())
                .containsExactly(3, 3, 3, 2);
        assertThat(json.path("style").path(1).path("unchanged").asDouble()).isEqualTo(1);
        assertThat(json.path("style").path(0).path("style").propertyNames()).containsExactly("cross-fitted", "trained");
        assertThat(json.path("judges"))
                .extracting(judge -> judge.path("name").asString())
                .containsExactly("cross-fitted", "trained");
        assertThat(json.path("lexicon").path("words").toString()).contains("fool");
        assertThat(json.path("copies").path("answers").asInt()).isEqualTo(2);
        assertThat(json.path("longAnswers").path("sentences").asInt()).isEqualTo(6);
        assertThat(json.path("speed").propertyNames()).containsExactly("style", "copies", "long");
        assertThat(json.path("arguments").toString()).contains("--limit");
        assertThat(json.path("device").asString()).isNotEmpty();
        assertThat(out.toString()).isEqualToIgnoringNewLines(Files.readString(output.resolve("table.md")));
        assertThat(out.toString()).contains("| Aligner | 3 | ", "| doing nothing | 3 | ", "case:mixed", "case:lc");
        assertThat(Files.readAllLines(output.resolve("outputs.jsonl")))
                .hasSize(3 + 2)
                .allSatisfy(line -> assertThat(Json.MAPPER.readTree(line).propertyNames())
                        .contains("part", "input", "output", "ending"));
        assertThat(output.resolve("differences.jsonl")).exists();
    }

    @Test
    void rows_are_measured_by_kind() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.jsonl"), """
                {"question":"","answer":"You stupid fool.","correction":"You.","kind":"insult"}
                {"question":"","answer":"It is so.","correction":"It is so."}
                """);

        assertThat(evaluate("--rows " + rows + " --output " + folder.resolve("out")))
                .isZero();

        JsonNode json = Json.MAPPER.readTree(Files.readString(folder.resolve("out/evaluation.json")));
        assertThat(json.path("rows").path("all").path("good").asInt()).isEqualTo(1);
        assertThat(json.path("rows").path("kinds").propertyNames()).containsExactly("", "insult");
        assertThat(out.toString())
                .contains("| kind of row | rude |", "| insult | 1 |", "| (none) | 0 |", "| all | 1 |");
        assertThat(Files.readAllLines(folder.resolve("out/outputs.jsonl")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.MAPPER.readTree(line).propertyNames())
                        .contains("part", "input", "output", "correction", "kind"));
    }

    @Test
    void copies_alone_need_no_judge() throws IOException {
        Path differences = folder.resolve("differences");

        assertThat(evaluate("--json --copies " + answers + " --differences " + differences))
                .isZero();

        JsonNode json = Json.MAPPER.readTree(out.toString());
        assertThat(json.path("copies").path("answers").asInt()).isEqualTo(2);
        assertThat(json.path("style").isEmpty()).isTrue();
        assertThat(json.path("longAnswers").isNull()).isTrue();
        assertThat(differences).exists();
    }

    @Test
    void options_that_make_no_sense_are_refused_before_anything_is_loaded() throws IOException {
        assertMistake("there is nothing to evaluate; give --references, --copies", "");
        assertMistake("there is nothing to evaluate", "--no-style --references " + pairs);
        assertMistake("--long needs --references", "--long 1 --copies " + answers);
        assertMistake("--carriers or --copies", "--long 1 --references " + pairs);
        assertMistake("--limit at least 1, but were 0 and 0", "--limit 0 --copies " + answers);
        assertMistake("--callers must be at least 1", "--callers 0 --copies " + answers);
        assertMistake("at least 2, but were 16 and 1", "--window-characters 1 --copies " + answers);
        assertMistake("--lexicon needs --judge-extra", "--lexicon " + pairs + " --references " + pairs);
        assertMistake("absent: there is no such file", "--references absent");
        assertMistake("--output must name a folder", "--copies " + answers + " --output " + answers);
        assertMistake("--differences must name a file", "--copies " + answers + " --differences " + folder);
    }

    @Test
    void files_that_do_not_fit_are_refused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.tsv"), "rude\tcivil\n");
        Path bad = Files.writeString(folder.resolve("bad.tsv"), "rude\tcivil\nno correction\n");
        Path small = Files.writeString(
                folder.resolve("small.jsonl"), "{\"question\": \"Why?\", \"answer\": \"So it is.\"}\n");

        assertMistake("empty.tsv: the file has no rows", "--references " + empty);
        assertMistake("no answer is of 100 to 300 tokens", "--long 1 --references " + pairs + " --carriers " + small);
        err.getBuffer().setLength(0);
        assertThat(evaluate("--references " + bad)).isEqualTo(2);
        assertThat(err.toString()).contains("bad.tsv:2: a line needs", "1 of 1 rows are bad");
    }

    private void assertMistake(String message, String options) {
        err.getBuffer().setLength(0);

        assertThat(evaluate(options)).as(message).isEqualTo(2);

        assertThat(err.toString()).startsWith("aligner: ").contains(message);
        assertThat(out.toString()).isEmpty();
    }

    private int evaluate(String options) {
        String line = "evaluate --threads 1 " + options;
        return AlignerCommand.run(
                new PrintWriter(out), new PrintWriter(err), line.strip().split(" +", -1));
    }
}
