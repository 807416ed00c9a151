// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class DatasetOverlapCommandTest {

    private static final String LINE = "the quick brown fox jumps over the lazy dog";
    private static final String CLEAN =
            "{\"question\": \"Why?\",  \"answer\": \"So, you fool.\", \"correction\": \"So.\", \"id\": 7}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws IOException {
        write("train.jsonl", """
                {"question": "Say it.", "answer": "Only a total fool could miss that: %s.", "correction": "It is %s."}
                """.formatted(LINE, LINE));
        write("more.jsonl", """
                {"messages": [{"role": "user", "content": "Where is the old cat?"}, {"role": "assistant", "content": "There."}]}
                """);
        write("eval.jsonl", """
                {"question": "%s", "answer": "Yes.", "correction": "Yes."}
                %s
                """.formatted(LINE, CLEAN));
        write("chats.jsonl", """
                {"chosen": "Human: Where is the OLD cat?\\n\\nAssistant: Here.", \
                "rejected": "Human: Where is the OLD cat?\\n\\nAssistant: Guess."}
                """);
    }

    @Test
    void without_ngram_the_lines_of_an_overlap_are_those_of_before() throws IOException {
        write("eval.jsonl", """
                {"question": "q", "answer": "Only a total fool could miss that it is red.", "correction": "It is red."}
                """);

        assertThat(run("train.jsonl", "eval.jsonl", "--fail-above", "0.5")).isEqualTo(1);
        assertThat(out.toString().strip())
                .isEqualTo(
                        "{\"overlap\":\"words\",\"line\":1,\"otherLine\":1,\"text\":\"only a total fool could miss\"}");
        assertThat(err.toString().lines())
                .containsExactly(
                        "1 of 1 rows (100.0 %) share 6 words of what is changed",
                        "0 of 1 rows (0.0 %) have the answer of another one");
    }

    @Test
    void contaminated_rows_of_several_files_are_printed_reported_and_left_out_of_the_clean_copy() throws IOException {
        int code = run(
                "train.jsonl",
                "eval.jsonl",
                "--train",
                path("more.jsonl"),
                "--eval",
                path("chats.jsonl"),
                "--ngram",
                "8",
                "--fail-above",
                "0.5",
                "--output",
                path("clean.jsonl"),
                "--report",
                path("report.json"));

        assertThat(code).as("two of three rows are too many").isEqualTo(1);
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).toString())
                .isEqualTo(
                        "{\"overlap\":\"ngram\",\"line\":1,\"otherLine\":1,\"text\":\"the quick brown fox jumps over the lazy\","
                                + "\"field\":\"question\",\"share\":1.0,\"file\":\"" + path("eval.jsonl")
                                + "\",\"otherFile\":\""
                                + path("train.jsonl") + "\"}");
        assertThat(lines.get(1).path("overlap").asString()).isEqualTo("text");
        assertThat(lines.get(1).path("otherFile").asString()).isEqualTo(path("more.jsonl"));
        assertThat(folder.resolve("clean.jsonl")).hasContent(CLEAN);
        JsonNode report = Json.MAPPER.readTree(Files.readString(folder.resolve("report.json")));
        assertThat(report.path("rows").asInt()).isEqualTo(3);
        assertThat(report.path("contaminated").asInt()).isEqualTo(2);
        assertThat(report.path("fields").path("question").toString()).isEqualTo("{\"ngram\":1,\"text\":1}");
        assertThat(err.toString().strip())
                .isEqualTo("2 of 3 rows (66.7 %) share a run of 8 words or a whole text with the other rows");
    }

    @Test
    void a_training_set_is_cleaned_of_what_the_evaluation_has() throws IOException {
        assertThat(run(
                        "train.jsonl",
                        "eval.jsonl",
                        "--train",
                        path("more.jsonl"),
                        "--ngram",
                        "auto",
                        "--clean-train",
                        "--output",
                        path("clean.jsonl")))
                .isZero();

        assertThat(folder.resolve("clean.jsonl")).content().contains("old cat").doesNotContain("fox");
    }

    @Test
    void tables_are_compared_and_not_written() throws IOException {
        write("pairs.tsv", "rude\tcivil\n" + LINE + " !\tso it is\n");

        assertThat(run("train.jsonl", "pairs.tsv", "--ngram", "8", "--fail-above", "0.9"))
                .isEqualTo(1);
        assertThat(run("train.jsonl", "pairs.tsv", "--ngram", "8", "--output", path("clean.jsonl")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is a table; make rows of it with aligner dataset build --pairs");
    }

    @Test
    void prompts_with_completions_and_questions_alone_are_compared() throws IOException {
        write("sft.jsonl", "{\"prompt\": \"Where is the old cat?\\n\", \"completion\": \"There.\"}\n");
        write(
                "questions.jsonl",
                "{\"question\": \"Where is the old cat\"}\n{\"question\": \"Where is the young cat?\"}\n");

        assertThat(run("sft.jsonl", "questions.jsonl", "--ngram", "8", "--fail-above", "0"))
                .isEqualTo(1);

        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line.path("field").asString()).isEqualTo("question"));
    }

    @Test
    void bad_rows_and_options_are_named() throws IOException {
        write("broken.jsonl", "{\"question\": 7}\n" + CLEAN + "\n");

        assertThat(run("broken.jsonl", "eval.jsonl", "--ngram", "8")).isEqualTo(2);
        assertThat(err.toString())
                .contains("broken.jsonl:1: 'question' is not a string")
                .contains("1 of 2 rows are bad");
        assertThat(run("broken.jsonl", "eval.jsonl", "--ngram", "8", "--skip-bad-rows"))
                .isZero();
        assertThat(refusal("train.jsonl", "eval.jsonl", "--ngram", "eight"))
                .contains("--ngram must be a number of words or auto, but was 'eight'");
        assertThat(refusal("train.jsonl", "eval.jsonl", "--ngram", "8", "--fields", "title"))
                .contains(
                        "--fields must name question, answer, correction, conversation or context, but named 'title'");
        assertThat(refusal("train.jsonl", "eval.jsonl", "--fields", "question"))
                .contains("need --ngram, such as --ngram 8");
        assertThat(refusal("train.jsonl", "--ngram", "8", "--clean-train"))
                .contains("--clean-train needs rows to compare with: EVAL or --eval");
        assertThat(refusal()).contains("the parameter TRAIN is missing; name the rows to compare with");
    }

    private String refusal(String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(2);
        return err.toString();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dataset", "overlap"));
        for (String argument : arguments) {
            all.add(
                    argument.contains(".jsonl") || argument.contains(".tsv")
                            ? folder.resolve(argument).toString()
                            : argument);
        }
        out.getBuffer().setLength(0);
        return AlignerCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    }

    private List<JsonNode> lines() {
        return out.toString().lines().map(Json.MAPPER::readTree).toList();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
