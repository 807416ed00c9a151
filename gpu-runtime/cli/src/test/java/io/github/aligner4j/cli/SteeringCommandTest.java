// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SteeringCommandTest {

    private static final String PAIRS = """
            {"question": "", "answer": "what a fool.", "correction": "what a person."}
            {"question": "", "answer": "what a day.", "correction": "what a day."}
            """;

    @TempDir
    private Path folder;

    private Path checkpoint = Path.of("");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void unpack() throws IOException {
        checkpoint = Files.createDirectory(folder.resolve("checkpoint"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
            try (InputStream in =
                    SteeringCommandTest.class.getResourceAsStream("/io/github/aligner4j/embedded/civility/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), checkpoint.resolve(name));
            }
        }
        Files.writeString(
                checkpoint.resolve("aligner.json"),
                "{\"prompt\": {\"text\": \"##Answer: {answer} ##Correction: +\"}, \"answerPrefix\": \" \"}");
    }

    @Test
    void vectors_are_written_into_a_checkpoint_and_obeyed() throws IOException {
        assertThat(strength(PAIRS, "--write-to", checkpoint.toString(), "--layers", "0,1"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains(
                        "strength.safetensors: steering vectors after layers [0, 1], from 1 changed and 1 unchanged answers");
        assertThat(Files.readString(checkpoint.resolve("aligner.json")))
                .contains("##Answer:", "\"strength.safetensors\"");
        Path corrected = folder.resolve("corrected.jsonl");
        String[] correct = {
            "correct",
            "--model",
            checkpoint.toString(),
            "--input",
            input().toString(),
            "--strength",
            "0.25",
            "--output",
            corrected.toString()
        };
        assertThat(run(correct)).as(err.toString()).isZero();
        assertThat(Files.readAllLines(corrected)).hasSize(2);
    }

    @Test
    void bad_rows_are_named_and_the_others_count() throws IOException {
        Path file = folder.resolve("s.safetensors");
        String pairs = "{\"question\": \"\", \"answer\": \"a\"}\n" + PAIRS + "nonsense\n";
        assertThat(strength(pairs, "--output", file.toString())).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        input() + ":1: 'correction' is missing; a row needs question, answer and correction",
                        input() + ":4: the line is not one JSON object: it is broken at column 1");
        assertThat(file).exists();
        assertThat(Files.readString(checkpoint.resolve("aligner.json"))).doesNotContain("strength");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--layers 6 | layers 0 to 5 of this model, but [6] were requested",
                "--positions 0 | positions must be at least 1",
                "--template alpaca | but was 'alpaca'",
                "--output x --write-to y | mutually exclusive"
            })
    void mistakes_are_one_line_and_exit_code_2(String flags, String mistake) throws IOException {
        String all = flags.contains("--output") ? flags : flags + " --output " + folder.resolve("s.safetensors");
        assertThat(strength(PAIRS, all.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("aligner: ").contains(mistake);
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void a_folder_without_a_descriptor_and_pairs_of_one_kind_are_refused() throws IOException {
        assertThat(strength(PAIRS, "--write-to", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no aligner.json to name the vectors in");
        err.getBuffer().setLength(0);
        String one = PAIRS.substring(PAIRS.indexOf('\n') + 1);
        assertThat(strength(one, "--write-to", checkpoint.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there were 1 and 0");
        assertThat(checkpoint.resolve("strength.safetensors")).doesNotExist();
    }

    @Test
    void a_strength_without_vectors_and_a_missing_adapter_are_mistakes() throws IOException {
        Files.writeString(input(), PAIRS);
        String[] correct = {
            "correct",
            "--model",
            checkpoint.toString(),
            "--input",
            input().toString(),
            "--output",
            folder + "/o",
            "--strength",
            "1"
        };
        assertThat(run(correct)).isEqualTo(2);
        assertThat(err.toString()).contains("a strength of 1.0 can't be applied");
        err.getBuffer().setLength(0);
        assertThat(run("strength-curve", "--input", input().toString(), "--coefficients=2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("a strength of 2.0 can't be applied");
        err.getBuffer().setLength(0);
        correct[correct.length - 2] = "--adapter";
        correct[correct.length - 1] = "kind=" + folder.resolve("none");
        assertThat(run(correct)).isEqualTo(2);
        assertThat(err.toString()).contains("none: there is no such folder", "adapter_config.json");
    }

    @Test
    void the_curve_is_printed_and_plotted() throws Exception {
        assertThat(strength(PAIRS, "--write-to", checkpoint.toString(), "--layers", "1"))
                .isZero();
        out.getBuffer().setLength(0);
        Path plot = folder.resolve("curve.svg");
        String[] curve = {
            "strength-curve",
            "--model",
            checkpoint.toString(),
            "--input",
            input().toString(),
            "--coefficients=-1.5,0,2",
            "--plot",
            plot.toString()
        };
        assertThat(run(curve)).as(err.toString()).isZero();
        assertThat(out.toString().lines())
                .hasSize(5)
                .element(2)
                .asString()
                .matches("\\| -1.5 \\| \\d\\.\\d{3} \\| \\d+\\.\\d % \\| \\d+\\.\\d % \\|");
        assertThat(Files.readString(plot)).contains(">-1<", ">0<", ">2<", "strength (2 answers)");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readString(plot).getBytes(StandardCharsets.UTF_8)));
    }

    private int strength(String pairs, String... flags) throws IOException {
        Files.writeString(input(), pairs);
        String[] start = {"strength", "--checkpoint", checkpoint.toString(), "--input", input().toString()};
        String[] args = new String[start.length + flags.length];
        System.arraycopy(start, 0, args, 0, start.length);
        System.arraycopy(flags, 0, args, start.length, flags.length);
        return run(args);
    }

    private Path input() {
        return folder.resolve("pairs.jsonl");
    }

    private int run(String... args) {
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}
