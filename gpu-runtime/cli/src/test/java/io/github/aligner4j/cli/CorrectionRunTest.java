// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorrectionRunTest {

    private final List<String> corrected = new ArrayList<>();
    private final List<List<String>> passages = new ArrayList<>();
    private final StringWriter err = new StringWriter();
    private Path input;
    private Path output;

    @BeforeEach
    void files(@TempDir Path folder) {
        input = folder.resolve("in.jsonl");
        output = folder.resolve("out.jsonl");
    }

    @Test
    void a_row_keeps_its_fields_and_gets_four_more() throws IOException {
        write(input, row("Why?", "Dumb question"));

        assertThat(run()).isTrue();

        JsonNode json = Json.MAPPER.readTree(Files.readString(output));
        assertThat(json.propertyNames())
                .containsExactly("id", "question", "answer", "correction", "changed", "edits", "timings");
        assertThat(json.path("correction").asString()).isEqualTo("Good question");
        assertThat(json.path("changed").asBoolean()).isTrue();
        assertThat(json.path("edits").path(0).path("corrected").asString()).isEqualTo("Good");
        assertThat(json.path("timings").path("seconds").isNumber()).isTrue();
    }

    @Test
    void detections_are_written_before_the_timings() throws IOException {
        write(input, row("Why?", "Dumb question"));
        Aligner detecting = (request, context) -> Correction.of(request.answer(), request.answer())
                .withDetections(List.of(Detection.of("rudeness", 0.25)));

        assertThat(run(detecting)).isTrue();

        JsonNode json = Json.MAPPER.readTree(Files.readString(output));
        assertThat(json.propertyNames()).containsSequence("edits", "detections", "timings");
        assertThat(json.path("detections")).hasToString("[{\"label\":\"rudeness\",\"score\":0.25}]");
    }

    @Test
    void fields_of_others_are_written_as_they_were_read() throws IOException {
        String before = "\uFEFF{\"correction\": \"old\", \"n\": 1.0, \"e\":1e5 , \"big\": 12345678901234567890,";
        String kept =
                " \"s\": \"\\u00e9\\/\\ud83d\", \"o\": { \"b\":1, \"a\" : [ ] }, \"question\": \"q\",\"answer\":\"Dumb\"";
        Files.writeString(input, before + kept + " }\r\n");

        assertThat(run()).isTrue();

        assertThat(Files.readString(output))
                .startsWith("{\"n\": 1.0, \"e\":1e5 , \"big\": 12345678901234567890," + kept
                        + ",\"correction\":\"Good\",\"changed\":true,\"edits\":[")
                .endsWith("}\n");
        corrected.clear();
        assertThat(run()).isTrue();
        assertThat(corrected).isEmpty();
    }

    @Test
    void the_aligner_reads_the_passages_of_a_row() throws IOException {
        write(
                input,
                "{\"context\": [\"one\", \"two\"], \"question\": \"q\", \"answer\": \"a\"}",
                "{\"context\": [\"three\"], \"question\": \"q\", \"answer\": \"a\"}",
                row("q", "a"));

        assertThat(run()).isTrue();
        assertThat(run()).isTrue();

        assertThat(passages).containsExactly(List.of("one", "two"), List.of("three"), List.of());
    }

    @Test
    void the_aligner_reads_the_conversation_of_a_row() throws IOException {
        write(
                input,
                "{\"conversation\": [{\"role\": \"user\", \"content\": \"Who?\"}], \"question\": \"q\", \"answer\": \"a\"}",
                "{\"messages\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": \"assistant\", \"content\": \"a\"}]}",
                "{\"conversation\": \"id-7\", \"question\": \"q\", \"answer\": \"a\"}");

        assertThat(run(Aligner.of(
                        request -> request.answer() + request.conversation().size())))
                .as("the last row is bad")
                .isFalse();

        assertThat(Files.readString(output)).contains("\"correction\":\"a1\"").contains("\"correction\":\"a0\"");
        assertThat(err.toString()).contains(":3: 'conversation' is no list of messages");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_full_disk_is_named_with_the_file() throws IOException {
        write(input, row("q", "a"));
        output = Path.of("/dev/full");

        assertThatThrownBy(this::run).isInstanceOf(IOException.class).hasMessageStartingWith("/dev/full: ");
    }

    @Test
    void half_a_character_in_an_answer_comes_through() throws IOException {
        write(input, row("q", "Dumb \\ud83d"));

        assertThat(run()).isTrue();

        assertThat(Files.readString(output))
                .contains("\"correction\":\"Good \\ud83d\"")
                .doesNotContain("?");
    }

    @Test
    void bad_rows_are_named_by_line_and_do_not_stop_the_rest() throws IOException {
        write(
                input,
                row("1", "a"),
                "nonsense",
                "",
                "{\"question\": \"secret\"}",
                "{\"question\": 1, \"answer\": \"a\"}",
                "[]",
                row("2", "fails"),
                row("3", "a"));
        Files.write(input, new byte[] {(byte) 0xFF, '\n'}, StandardOpenOption.APPEND);

        assertThat(run()).isFalse();

        assertThat(corrected).containsExactly("1", "2", "3");
        assertThat(Files.readAllLines(output)).hasSize(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        input + ":2: the line is not one JSON object: it is broken at column 1",
                        input + ":4: 'answer' is missing; a row needs question and answer",
                        input + ":5: 'question' is not a string; a row needs question and answer",
                        input + ":6: a row must be a JSON object",
                        input + ":7: the model failed",
                        input + ":9: the line is not UTF-8: byte 0xFF at offset 0");
    }

    @Test
    void rows_that_are_done_are_not_done_again() throws IOException {
        write(input, row("1", "a"), row("1", "a"), row("2", "b"));
        run();
        write(input, row("1", "a"), row("1", "a"), row("2", "b"), row("1", "a"), row("3", "c"));
        corrected.clear();

        assertThat(run()).isTrue();

        assertThat(corrected).containsExactly("1", "3");
        assertThat(Files.readAllLines(output)).hasSize(5);
    }

    @Test
    void a_row_that_failed_is_tried_again() throws IOException {
        write(input, row("1", "fails"), row("2", "b"));
        run();
        corrected.clear();

        assertThat(run()).isFalse();

        assertThat(corrected).containsExactly("1");
    }

    @Test
    void a_row_torn_anywhere_is_done_again() throws IOException {
        write(input, row("1", "a"), row("é😀", "b"));
        run();
        byte[] whole = Files.readAllBytes(output);
        int first = Files.readAllLines(output).get(0).getBytes(StandardCharsets.UTF_8).length + 1;
        for (int length = first; length < whole.length; length++) {
            Files.write(output, Arrays.copyOf(whole, length));

            assertThat(run()).isTrue();

            assertThat(Files.readAllLines(output)).hasSize(2);
        }
    }

    @Test
    void the_output_of_another_input_is_refused_and_left_as_it_is() throws IOException {
        write(input, row("1", "a"));
        for (String foreign : List.of(row("2", "b") + "\n", "some text\n", "some text", row("2", "b"), "{\"a\": 1}")) {
            Files.writeString(output, foreign);

            assertThatThrownBy(this::run)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("out.jsonl")
                    .hasMessageContaining("name another --output");
            assertThat(output).hasContent(foreign);
        }
    }

    private boolean run() throws IOException {
        return run(this::correct);
    }

    private boolean run(Aligner aligner) throws IOException {
        CorrectionRun run = new CorrectionRun(input, output, new PrintWriter(err, true));
        run.check();
        return run.correct(aligner, Progress.NONE);
    }

    private Correction correct(CorrectionRequest request, CorrectionContext context) {
        corrected.add(request.question());
        passages.add(request.context());
        if (request.answer().equals("fails")) {
            throw new AlignerException("the model failed");
        }
        return Correction.of(request.answer(), request.answer().replace("Dumb", "Good"));
    }

    private static String row(String question, String answer) {
        return "{\"id\": 7, \"question\": \"" + question + "\", \"answer\": \"" + answer + "\"}";
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.write(file, List.of(lines));
    }
}
