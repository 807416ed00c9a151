// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path traffic = Path.of("");
    private Path replayed = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        traffic = Files.writeString(folder.resolve("traffic.jsonl"), resource("traffic.jsonl"));
        replayed = folder.resolve("replayed.jsonl");
    }

    @Test
    void each_answer_is_corrected_again_and_compared_with_what_was_recorded() throws IOException {
        Path page = folder.resolve("replay.html");

        assertThat(run("replay", traffic, "--output", replayed, "--html", page, "--json"))
                .as(err.toString())
                .isZero();

        JsonNode report = JSON.readTree(out.toString());
        List<String> lines = Files.readAllLines(replayed);
        assertThat(lines).hasSize(16);
        assertThat(report.path("pairs").asInt()).isEqualTo(16);
        assertThat(report.path("leftOut").asInt()).isEqualTo(3);
        assertThat(report.path("recorded").path("count").asInt()).isEqualTo(9);
        assertThat(report.path("comparisons")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .sum())
                .isEqualTo(16);
        assertThat(JSON.readTree(lines.get(0)).path("question").stringValue()).isEqualTo("Is my build green?");
        assertThat(lines).allMatch(line -> line.contains("\"configuration\":\"--model=embedded\""));
        assertThat(Files.readString(page))
                .contains("Recorded answers and their replay")
                .doesNotContain("alert('x')");
    }

    @Test
    void the_output_is_readable_by_its_owner_only_and_has_the_permissions_that_it_had() throws IOException {
        assertThat(run("replay", traffic, "--output", replayed)).isZero();
        if (replayed.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(replayed)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(replayed, PosixFilePermissions.fromString("rw-r-----"));
            Files.writeString(replayed, Files.readAllLines(replayed).get(0) + "\n");
            assertThat(run("replay", traffic, "--output", replayed)).isZero();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(replayed)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void a_replay_of_a_replay_is_the_same_with_any_number_of_callers_and_its_output_is_a_recording() {
        Path again = folder.resolve("again.jsonl");
        assertThat(run("replay", traffic, "--output", replayed)).isZero();
        out.getBuffer().setLength(0);

        assertThat(run("replay", replayed, "--output", again, "--callers", "3", "--json"))
                .isZero();

        JsonNode comparisons = JSON.readTree(out.toString()).path("comparisons");
        assertThat(comparisons.path("both_unchanged").asInt()
                        + comparisons.path("same_correction").asInt())
                .isEqualTo(16);
        assertThat(run("report", again)).isZero();
        assertThat(run(
                        "export",
                        "--format",
                        "sft",
                        "--input",
                        again,
                        "--output",
                        folder.resolve("sft.jsonl"),
                        "--keep-unchanged"))
                .isZero();
    }

    @Test
    void a_replay_that_was_stopped_goes_on_where_it_was_and_reports_on_all() throws IOException {
        assertThat(run("replay", traffic, "--output", replayed, "--json")).isZero();
        List<String> whole = Files.readAllLines(replayed);
        JsonNode report = JSON.readTree(out.toString()).path("comparisons");
        Files.writeString(
                replayed,
                String.join("\n", whole.subList(0, 5)) + "\n" + whole.get(5).substring(0, 40));
        out.getBuffer().setLength(0);

        assertThat(run("replay", traffic, "--output", replayed, "--json")).isZero();

        List<String> resumed = Files.readAllLines(replayed);
        assertThat(resumed).hasSize(16);
        assertThat(resumed.subList(0, 5)).isEqualTo(whole.subList(0, 5));
        assertThat(texts(resumed)).isEqualTo(texts(whole));
        assertThat(JSON.readTree(out.toString()).path("comparisons")).isEqualTo(report);
    }

    @Test
    void an_output_of_other_options_or_of_another_recording_is_not_continued() throws IOException {
        assertThat(run("replay", traffic, "--output", replayed)).isZero();
        List<String> lines = Files.readAllLines(traffic);
        Path other = Files.writeString(folder.resolve("other.jsonl"), lines.get(1) + "\n");

        assertThat(run("replay", traffic, "--output", replayed, "--threshold", "0.9"))
                .isEqualTo(2);
        assertThat(run("replay", other, "--output", replayed)).isEqualTo(2);
        assertThat(err.toString())
                .contains("replayed.jsonl:1: this was written with other options (--model=embedded, but now they are"
                        + " --model=embedded --threshold=0.9); name another --output")
                .contains("replayed.jsonl:1: this is not the replay of " + other + ":1; name another --output");
    }

    @Test
    void a_recording_with_bad_lines_is_replayed_only_if_they_are_to_be_skipped() throws IOException {
        Files.writeString(traffic, resource("traffic.jsonl") + "nonsense\n");

        assertThat(run("replay", traffic, "--output", replayed)).isEqualTo(2);
        assertThat(replayed).doesNotExist();
        assertThat(run("replay", traffic, "--output", replayed, "--skip-bad-rows", "--json"))
                .isZero();
        assertThat(JSON.readTree(out.toString()).path("skipped").asInt()).isEqualTo(1);
        assertThat(err.toString()).contains("traffic.jsonl:20: the line is not one JSON object");
    }

    @Test
    void wrong_options_are_said_before_a_checkpoint_is_loaded() {
        assertThat(run("replay", traffic, "--output", traffic)).isEqualTo(2);
        assertThat(run("replay", traffic, "--output", replayed, "--callers", "0"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--output must not be the file of --input")
                .contains("--callers must be at least 1, but was 0");
    }

    private static List<String> texts(List<String> lines) {
        return lines.stream()
                .map(JSON::readTree)
                .map(json -> json.path("question") + " " + json.path("correction"))
                .toList();
    }

    private int run(Object... line) {
        return AlignerCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(line).map(Object::toString).toArray(String[]::new));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReplayCommandTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
