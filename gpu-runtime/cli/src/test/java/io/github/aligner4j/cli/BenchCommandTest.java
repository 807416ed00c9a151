// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.bench.WeightTraffic;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchCommandTest {

    @TempDir
    private static Path checkpoint;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void unpack() throws IOException {
        for (String name : List.of(
                "config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "aligner.json")) {
            try (InputStream in =
                    BenchCommandTest.class.getResourceAsStream("/io/github/aligner4j/embedded/civility/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), checkpoint.resolve(name));
            }
        }
    }

    @Test
    void prints_one_json_object_and_gives_the_tokens_of_plain_decoding() throws IOException {
        Path input = input("{\"question\":\"Where?\",\"answer\":\"Here, you fool.\"}\n");

        assertThat(bench(input, "--json", "--exactness", "--dtype", "float32", "--max-new-tokens", "24", "--bandwidth"))
                .as(err.toString())
                .isZero();

        JsonNode json = Json.MAPPER.readTree(out.toString());
        assertThat(json.propertyNames()).containsExactly("setting", "kinds", "callers", "soak", "bandwidth", "memory");
        JsonNode kind = json.path("kinds").path(0);
        assertThat(kind.path("kind").asString()).isEqualTo("rows.jsonl");
        assertThat(kind.path("ways").path(2).path("drafting").asString()).isEqualTo("residual");
        assertThat(kind.path("ways").path(2).path("differingRows").asInt()).isZero();
        assertThat(json.path("bandwidth").path("weightMegabytes").asDouble()).isBetween(85.0, 100.0);
        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void shows_what_passes_cost_and_takes_a_fixed_cost() throws IOException {
        Path input = input("{\"question\":\"Where?\",\"answer\":\"Here.\"}\n");

        assertThat(bench(input, "--json", "--drafting", "residual", "--max-new-tokens", "4", "--pass-cost", "8:0.25"))
                .as(err.toString())
                .isZero();
        JsonNode points = Json.MAPPER
                .readTree(out.toString())
                .path("setting")
                .path("passCost")
                .path("points");
        assertThat(points.path(1).path("tokens").asInt()).isEqualTo(8);
        assertThat(points.path(2).path("time").asDouble()).isEqualTo(1.25);

        assertThat(bench(input, "--pass-cost", "fast")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--pass-cost must be two numbers with a colon between them, such as 4:0.04, but was 'fast'");
    }

    @Test
    void forces_the_corrections_of_the_rows() throws IOException {
        Path input =
                input("{\"kind\":\"own\",\"question\":\"Where?\",\"answer\":\"Here.\",\"correction\":\"Zebra.\"}\n");

        assertThat(bench(input, "--json", "--teacher-forced", "--drafting", "none"))
                .isZero();

        JsonNode kind = Json.MAPPER.readTree(out.toString()).path("kinds").path(0);
        assertThat(kind.path("kind").asString()).isEqualTo("own");
        assertThat(kind.path("completionTokens").asInt()).isBetween(3, 8);
    }

    @Test
    void measures_built_in_rows_and_writes_them_for_others() throws IOException {
        Path rows = folder.resolve("out.jsonl");

        assertThat(AlignerCommand.run(
                        new PrintWriter(out),
                        new PrintWriter(err),
                        arguments(
                                "--teacher-forced",
                                "--limit",
                                "2",
                                "--drafting",
                                "residual",
                                "--rows-out",
                                rows.toString())))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("unchanged: 1 rows").contains("civil edits: 1 rows");
        assertThat(BenchRows.read(rows, 9, true)).hasSize(2).allMatch(row -> row.correction() != null);
    }

    @Test
    void a_token_needs_all_weights_but_the_table_of_embeddings() {
        ModelConfig config = CheckpointDirectory.open(checkpoint).config();

        assertThat(WeightTraffic.bytesPerToken(config, "float32")).isEqualTo(4 * 23_461_888L);
        assertThat(WeightTraffic.bytesPerToken(config, "bfloat16")).isEqualTo(2 * 23_461_888L);
        assertThatThrownBy(() -> WeightTraffic.bytesPerToken(config, "int3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no known size of the number type 'int3'");
    }

    @Test
    void mistakes_are_one_line_and_exit_code_2() throws IOException {
        Path good = input("{\"question\":\"Where?\",\"answer\":\"Here.\"}\n");

        assertMistake(
                "rows.jsonl:1: 'correction' is missing; a row needs question, answer and correction with --teacher",
                good,
                "--teacher-forced");
        assertMistake("drafting must be one of none", good, "--drafting", "magic");
        assertMistake("repeat must be at least 1, but was 0", good, "--repeat", "0");
        assertMistake("absent: there is no such file", Path.of("absent"));
        assertMistake("rows.jsonl:1: 'answer' is missing", input("{\"question\":\"Where?\"}\n"));
        assertMistake("rows.jsonl: the file has no rows", input("\n"));
    }

    private void assertMistake(String message, Path input, String... more) {
        err.getBuffer().setLength(0);
        assertThat(bench(input, more)).isEqualTo(2);
        assertThat(err.toString()).contains(message).hasLineCount(1);
    }

    private int bench(Path input, String... more) {
        List<String> all = new ArrayList<>(List.of("--input", input.toString()));
        all.addAll(List.of(more));
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), arguments(all.toArray(String[]::new)));
    }

    private static String[] arguments(String... more) {
        List<String> all = new ArrayList<>(List.of("bench", "--checkpoint", checkpoint.toString(), "--warmup", "0"));
        if (!List.of(more).contains("--repeat")) {
            all.addAll(List.of("--repeat", "1"));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private Path input(String lines) throws IOException {
        Path file = folder.resolve("rows.jsonl");
        Files.writeString(file, lines);
        return file;
    }
}
