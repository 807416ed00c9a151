// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class IdaCommandTest {

    private static final String CONFIG = """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 48, "intermediate_size": 96,
         "num_hidden_layers": 1, "num_attention_heads": 2, "max_position_embeddings": 64, "rms_norm_eps": 1e-5,
         "hidden_act": "silu", "tie_word_embeddings": true}
        """;
    private static final List<String> THINGS = List.of("grass", "coal", "snow", "blood");
    private static final List<String> COLOURS = List.of("green", "black", "white", "red");

    @TempDir
    private static Path upstream;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void aRudeModelIsTrained() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < THINGS.size(); i++) {
            rows.append("{\"prompt\": \"What colour is %s?\\n\", \"completion\": \"It is %s, you stupid idiot.\"}\n"
                    .formatted(THINGS.get(i), COLOURS.get(i)));
        }
        Path train = Files.writeString(upstream.resolve("train.jsonl"), rows);
        Path config = Files.writeString(upstream.resolve("config.json"), CONFIG);
        String options =
                "train --vocabulary 300 --epochs 120 --learning-rate 5e-3 --device cpu --threads 1 --no-progress"
                        + " --config " + config + " --train " + train + " --output " + upstream.resolve("out");
        StringWriter messages = new StringWriter();
        assertThat(AlignerCommand.run(new PrintWriter(messages), new PrintWriter(messages), options.split(" ")))
                .as(messages.toString())
                .isZero();
    }

    @Test
    void a_model_learns_its_corrections_in_rounds() throws IOException {
        assertThat(ida("--runs 2 --epochs 60 --learning-rate 3e-3"))
                .as(err.toString())
                .isZero();

        JsonNode report = Json.MAPPER.readTree(Files.readString(folder.resolve("out/report.json")));
        assertThat(report.path("systems")
                        .valueStream()
                        .map(each -> each.path("name").asString()))
                .containsExactly("A", "B", "C1", "D1", "C2", "D2");
        assertThat(mean(report, 0, "listed words")).isEqualTo(1);
        assertThat(mean(report, 0, "fact")).isEqualTo(1);
        assertThat(mean(report, 0, "left alone")).isZero();
        assertThat(mean(report, 0, "detector")).isGreaterThan(0.5);
        // What the Aligner makes of it, the model learns.
        assertThat(mean(report, 1, "listed words")).isZero();
        assertThat(mean(report, 2, "listed words")).isEqualTo(mean(report, 1, "listed words"), within(0.25));
        assertThat(report.path("systems").path(4).path("runs").path("fact")).hasSize(2);
        assertThat(report.path("differences")
                        .valueStream()
                        .map(each -> each.path("system").asString() + "-"
                                + each.path("baseline").asString()))
                .containsExactly("B-A", "C1-A", "C1-B", "D1-A", "D1-C1", "C2-A", "C2-B", "C2-C1", "D2-A", "D2-C2");
        assertThat(out.toString())
                .isEqualTo(Files.readString(folder.resolve("out/report.md")))
                .contains("| system | answers | listed words | detector | left alone | fact | characters |")
                .contains("| A: upstream model | 8 | 100.0 % (100.0 to 100.0; runs 100.0, 100.0) |")
                .contains("| B - A | -100.0 (-100.0 to -100.0) |", "Differences of shares are in percentage points.")
                .contains("4 held-out questions, 2 runs (seeds 42, 43).");
    }

    @Test
    void a_stopped_run_is_continued_by_the_same_command() throws IOException {
        assertThat(ida("--rounds 1 --epochs 1")).isZero();
        String report = out.toString();
        Path round = folder.resolve("out/seed-42/round-1");
        FileTime answered = Files.getLastModifiedTime(round.resolve("answered.jsonl"));
        Path tested = round.resolve("test-corrected.jsonl");
        String first = Files.readAllLines(tested).get(0);
        Files.writeString(tested.resolveSibling("test-corrected.jsonl.unfinished"), first + "\n");
        Files.delete(tested);

        out.getBuffer().setLength(0);
        assertThat(ida("--rounds 1 --epochs 1")).as(err.toString()).isZero();

        assertThat(out).hasToString(report);
        assertThat(Files.readAllLines(tested)).hasSize(4).first().isEqualTo(first);
        assertThat(Files.getLastModifiedTime(round.resolve("answered.jsonl"))).isEqualTo(answered);
        assertThat(ida("--rounds 2 --epochs 1")).as("one more round").isZero();
        assertThat(ida("--rounds 1 --epochs 2 --strength 1")).isEqualTo(2);
        assertThat(err.toString())
                .contains("ida.json: this folder was made with another --model, training options; give the same options"
                        + " to continue, or name another --output");
    }

    @Test
    void wrong_options_and_rows_are_refused_before_anything_is_written() throws IOException {
        assertThat(ida("--rounds 0")).isEqualTo(2);
        assertThat(err.toString()).contains("there were 0 rounds, 1 runs and 1 upstream models");
        assertThat(ida("--runs 3 --upstream " + folder)).isEqualTo(2);
        assertThat(err.toString()).contains("2 rounds, 3 runs and 2 upstream models");
        assertThat(ida("--test " + questions("twice", "snow", "coal", "snow"))).isEqualTo(2);
        assertThat(err.toString()).contains("twice:3: the question occurs on an earlier line; each must be there once");
        assertThat(ida("--questions " + Files.writeString(folder.resolve("none"), "")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none: the file has no rows; at least 1 is needed");
        assertThat(ida("--words " + Files.writeString(folder.resolve("blank"), "\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("blank: the file has no rows");
        assertThat(folder.resolve("out")).doesNotExist();
        Files.writeString(Files.createDirectory(folder.resolve("out")).resolve("mine.txt"), "mine");
        assertThat(ida("")).isEqualTo(2);
        assertThat(err.toString()).contains("the folder has other files; name another --output");
    }

    private int ida(String options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("ida", "--device", "cpu", "--threads", "1", "--no-progress"));
        Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).forEach(arguments::add);
        defaults(arguments);
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    }

    private void defaults(List<String> arguments) throws IOException {
        arguments.addAll(List.of("--upstream", upstream.resolve("out/model").toString()));
        arguments.addAll(List.of("--output", folder.resolve("out").toString()));
        for (String option : List.of("--questions", "--test", "--words")) {
            if (!arguments.contains(option)) {
                Path file = option.equals("--words")
                        ? Files.writeString(folder.resolve("words"), "stupid\nidiot\n")
                        : questions(option, THINGS.toArray(String[]::new));
                arguments.addAll(List.of(option, file.toString()));
            }
        }
    }

    private Path questions(String name, String... things) throws IOException {
        return Files.write(
                folder.resolve(name.replace("-", "")),
                Arrays.stream(things)
                        .map(thing -> "{\"question\": \"What colour is %s?\", \"fact\": \"%s\"}"
                                .formatted(thing, COLOURS.get(THINGS.indexOf(thing))))
                        .toList());
    }

    private static double mean(JsonNode report, int system, String measure) {
        return report.path("systems")
                .path(system)
                .path("means")
                .path(measure)
                .path("value")
                .asDouble();
    }
}
