// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class CompareCommandTest {

    private static final String RUDE = "You can run it from the settings menu. You are an idiot if you can't find it.";

    @TempDir
    private Path folder;

    private CompareRunner runner = new CompareRunner(Path.of(""));
    private Path rows = Path.of("");

    @BeforeEach
    void writeRows() throws IOException {
        runner = new CompareRunner(folder);
        rows = runner.write(
                "rows.jsonl",
                "{\"id\": \"a\", \"category\": \"rude\", \"question\": \"How do I run it?\", \"answer\": \"" + RUDE
                        + "\", \"correction\": \"You can run it from the settings menu.\"}",
                "{\"id\": \"b\", \"category\": \"clean\", \"question\": \"Is it on?\", \"answer\": \"It is on.\"}");
    }

    @Test
    void systems_answer_the_same_rows_and_their_answers_are_kept() throws IOException {
        Path recorded = runner.write(
                "recorded.jsonl",
                "{\"id\": \"b\", \"output\": \"It is on now.\", \"seconds\": 2.5}",
                "{\"id\": \"a\", \"output\": \"From the menu.\", \"usage\": {\"promptTokens\": 7,"
                        + " \"completionTokens\": 3}}");

        assertThat(runner.compare(
                        rows, "--system", "civility=embedded", "--system", "old=file:" + recorded, "--callers", "2"))
                .as(runner.err())
                .isZero();

        assertThat(runner.texts("original")).containsExactly(RUDE, "It is on.");
        assertThat(runner.texts("old")).containsExactly("From the menu.", "It is on now.");
        assertThat(runner.answersOf("civility"))
                .extracting(line -> line.path("ending").stringValue())
                .containsOnly("corrected");
        assertThat(runner.texts("reference")).containsExactly("You can run it from the settings menu.");
        assertThat(runner.summary("old").path("promptTokens").asDouble()).isEqualTo(3.5);
        assertThat(runner.summary("reference").path("answers").asInt()).isEqualTo(1);
        assertThat(runner.summary("civility").path("promptTokens").asDouble()).isPositive();
        assertThat(runner.out()).contains("original", "reference", "civility", "old");
    }

    @Test
    void an_aligner_after_itself_is_a_stack_and_the_model_is_told_apart_by_its_options() throws IOException {
        assertThat(runner.compare(
                        rows,
                        "--rows=1",
                        "--system=once=embedded",
                        "--system=twice=once+once",
                        "--system=careful=embedded,copy-bias=50"))
                .as(runner.err())
                .isZero();

        JsonNode twice = runner.answersOf("twice").get(0);
        JsonNode once = runner.answersOf("once").get(0);
        assertThat(twice.path("usage").path("promptTokens").asInt())
                .isGreaterThan(once.path("usage").path("promptTokens").asInt());
        assertThat(runner.report().path("descriptions").path("twice").stringValue())
                .isEqualTo("Aligner embedded, then Aligner embedded");
        assertThat(runner.report().path("descriptions").path("careful").stringValue())
                .isEqualTo("Aligner embedded, copy bias 50.0");
    }

    @Test
    void a_run_that_was_stopped_goes_on_where_it_was() throws IOException {
        assertThat(runner.compare(rows, "--system=civility=embedded")).isZero();
        List<String> whole = Files.readAllLines(runner.answers("civility"));
        String report = Files.readString(runner.output().resolve("report.json"));
        String kept = whole.get(0).replace("\"seconds\":", "\"seconds\":1");
        Files.writeString(runner.answers("civility"), kept + "\n" + whole.get(1).substring(0, 20));
        Path scores = runner.output().resolve("scores.jsonl");
        Files.writeString(scores, Files.readString(scores) + "{\"id\": \"a");

        assertThat(runner.compare(rows, "--system=civility=embedded"))
                .as(runner.err())
                .isZero();

        List<String> resumed = Files.readAllLines(runner.answers("civility"));
        assertThat(resumed).hasSize(2).startsWith(kept);
        assertThat(CompareRunner.JSON.readTree(resumed.get(1)).path("answer"))
                .isEqualTo(CompareRunner.JSON.readTree(whole.get(1)).path("answer"));
        assertThat(runner.report().path("scores"))
                .isEqualTo(CompareRunner.JSON.readTree(report).path("scores"));
        assertThat(Files.readString(scores)).endsWith("}\n").doesNotContain("{\"id\": \"a{");
    }

    @Test
    void an_embedded_checkpoint_that_was_replaced_is_noticed_by_its_digest() throws IOException {
        assertThat(runner.compare(rows, "--rows=1", "--system=kind=embedded,adapter=embedded:empathy"))
                .as(runner.err())
                .isZero();
        Path file = runner.output().resolve("comparison.json");
        JsonNode kind = CompareRunner.JSON
                .readTree(Files.readString(file))
                .path("systems")
                .path("kind");
        String digest = kind.path("checkpointDigest").stringValue();
        assertThat(digest).startsWith("sha256:");
        assertThat(kind.path("adapter1Digest").stringValue())
                .startsWith("sha256:")
                .isNotEqualTo(digest);

        Files.writeString(file, Files.readString(file).replace(digest, "sha256:another"));

        assertThat(runner.compare(rows, "--rows=1", "--system=kind=embedded,adapter=embedded:empathy"))
                .isEqualTo(2);
        assertThat(runner.err()).contains("/systems/kind/checkpointDigest is \"" + digest, "but was \"sha256:another");
    }

    @Test
    void the_terminal_has_a_summary_and_says_where_the_rest_is() throws IOException {
        assertThat(runner.compare(rows, "--system=civility=embedded"))
                .as(runner.err())
                .isZero();

        assertThat(runner.out())
                .startsWith("# Comparison on rows.jsonl\n\n- Of ")
                .contains("No system changed: ", "report.html", "report.json")
                .doesNotContain("by category", "| original ");
        assertThat(runner.report().path("scores").toString()).contains("\"language-kept\"", "\"original\"", "\"rude\"");
    }

    @Test
    void another_configuration_is_refused_with_what_differs() throws IOException {
        assertThat(runner.compare(rows, "--system=civility=embedded")).isZero();

        assertThat(runner.compare(rows, "--system=civility=embedded,copy-bias=3", "--seed=7"))
                .isEqualTo(2);
        assertThat(runner.err())
                .contains(
                        "comparison.json: the folder has the comparison of another configuration",
                        "/seed is 7, but was 42",
                        "/systems/civility/copyBias is 3.0, but was not there");

        assertThat(runner.compare(rows)).isEqualTo(2);
        assertThat(runner.err()).contains("/systems/civility/kind was \"checkpoint\", but is not there any more");

        Files.writeString(rows, Files.readString(rows).replace("It is on.", "It was on."));
        assertThat(runner.compare(rows, "--system=civility=embedded")).isEqualTo(2);
        assertThat(runner.err()).contains("/rows/digest is");
    }

    @Test
    void a_folder_is_extended_by_a_system_only_if_the_user_says_so() throws IOException {
        Path one = runner.write(
                "one.jsonl", "{\"id\": \"a\", \"output\": \"One.\"}", "{\"id\": \"b\", \"output\": \"B.\"}");
        assertThat(runner.compare(rows, "--system=one=file:" + one)).isZero();

        assertThat(runner.compare(rows, "--system=one=file:" + one, "--system=two=file:" + one))
                .isEqualTo(2);
        assertThat(runner.err()).contains("/systems/two/", "or --extend the folder");
        assertThat(runner.compare(rows, "--system=one=file:" + one, "--system=two=file:" + one, "--extend"))
                .isZero();

        assertThat(runner.texts("two")).containsExactly("One.", "B.");
    }

    @Test
    void two_runs_never_write_into_the_same_folder() throws IOException {
        Files.createDirectories(runner.output());
        try (FileChannel other = FileChannel.open(
                        runner.output().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(runner.compare(rows)).isEqualTo(2);
        }
        assertThat(runner.err()).contains("another run is working in this folder");
    }

    @Test
    void rows_with_the_same_id_are_refused() throws IOException {
        Path twice = runner.write(
                "twice.jsonl",
                "{\"id\": 7, \"question\": \"Q\", \"answer\": \"A\"}",
                "{\"id\": \"7\", \"question\": \"Q\", \"answer\": \"B\"}");

        assertThat(runner.compare(twice)).isEqualTo(2);

        assertThat(runner.err()).contains("twice.jsonl:2: its id is that of line 1", "1 of 2 rows are bad");
    }

    @Test
    void corrections_in_a_recording_are_those_of_a_system_and_no_reference() throws IOException {
        Path traffic = folder.resolve("traffic.jsonl");
        try (InputStream in = CompareCommandTest.class.getResourceAsStream("traffic.jsonl")) {
            Files.copy(Objects.requireNonNull(in), traffic);
        }

        assertThat(runner.compare(traffic)).as(runner.err()).isEqualTo(1);
        assertThat(runner.err()).contains("recorded lines are left out, as no user saw their corrections");

        assertThat(runner.report().path("descriptions").path("recorded").stringValue())
                .isEqualTo("the corrections that were recorded with the answers");
        assertThat(runner.report().path("descriptions").has("reference")).isFalse();
        assertThat(runner.summary("recorded").path("failed").asInt()).isPositive();
        assertThat(runner.summary("recorded").path("changed").asInt()).isPositive();
        assertThat(runner.summary("recorded").path("meanSeconds").path("value").asDouble())
                .isPositive();
    }

    @Test
    void the_output_of_aligner_correct_is_compared_as_a_recording() throws IOException {
        Path corrected = folder.resolve("corrected.jsonl");
        assertThat(runner.run("correct", "--input", rows, "--output", corrected, "--threads", "1"))
                .isZero();

        assertThat(runner.compare(corrected, "--system=again=embedded"))
                .as(runner.err())
                .isZero();

        assertThat(runner.texts("again")).containsExactlyInAnyOrderElementsOf(runner.texts("recorded"));
    }

    @Test
    void a_built_in_set_is_named_instead_of_a_file() throws IOException {
        assertThat(runner.compare("builtin:facts", "--rows=3")).as(runner.err()).isZero();
        assertThat(runner.report().path("rows").asInt()).isEqualTo(3);

        assertThat(runner.compare("builtin:fact")).isEqualTo(2);
        assertThat(runner.err()).contains("rows must be a file or builtin: and one of over-refusal, facts");
    }

    @Test
    void a_recorded_file_of_other_rows_is_an_error_and_a_missing_answer_is_a_failure() throws IOException {
        Path other = runner.write("other.jsonl", "{\"question\": \"Else?\", \"output\": \"No.\"}");
        assertThat(runner.compare(rows, "--system=other=file:" + other)).isEqualTo(2);
        assertThat(runner.err()).contains("other.jsonl: the file has an answer to none of the rows");

        Path some = runner.write("some.jsonl", "{\"question\": \"Is it on?\", \"answer\": \"Yes.\"}");
        assertThat(runner.run("compare", rows, "--output", folder.resolve("second"), "--system=some=file:" + some))
                .isEqualTo(1);
        List<String> lines = Files.readAllLines(folder.resolve("second/answers/some.jsonl"));
        assertThat(lines.get(0)).contains("\"ending\":\"failed\"", "some.jsonl has no answer to this row");
        assertThat(lines.get(1)).contains("Yes.");
    }

    @Test
    void wrong_names_and_systems_are_explained() throws IOException {
        assertThat(runner.compare(rows, "--system=original=embedded")).isEqualTo(2);
        assertThat(runner.err()).contains("a system must not be named 'original'");
        assertThat(runner.compare(rows, "--system=a b=embedded")).isEqualTo(2);
        assertThat(runner.err()).contains("a system's name must be 1 to 64 letters", "'a b'");
        assertThat(runner.compare(rows, "--system=a=embedded", "--system=A=embedded"))
                .isEqualTo(2);
        assertThat(runner.err()).contains("there are two systems named 'A'");
        assertThat(runner.compare(rows, "--system=a=no-such-folder")).isEqualTo(2);
        assertThat(runner.err()).contains("--system a: there is no checkpoint folder 'no-such-folder'");
        assertThat(runner.compare(rows, "--system=a=embedded,strenght=2")).isEqualTo(2);
        assertThat(runner.err()).contains("but one was 'strenght'");
        assertThat(runner.compare(rows, "--system=a=prompted:rewrite")).isEqualTo(2);
        assertThat(runner.err()).contains("must be of the form prompted:PROMPT@CHATMODEL");
        assertThat(runner.compare(rows, "--callers=0")).isEqualTo(2);
        assertThat(runner.err()).contains("--callers must be at least 1, but was 0");
        assertThat(runner.output()).doesNotExist();
    }
}
