// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.traffic.TrafficAnalysis;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ReportCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path traffic = Path.of("");

    @BeforeEach
    void copy() throws IOException {
        traffic = Files.writeString(folder.resolve("traffic.jsonl"), resource("traffic.jsonl"));
    }

    @Test
    void recorded_traffic_is_reported_in_tables() throws IOException {
        assertThat(run("report", traffic, "--examples", "4")).isZero();

        assertThat(out.toString().replace(folder.toString(), "FOLDER").replace('\\', '/'))
                .isEqualTo(resource("traffic-report.md"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_page_has_the_same_tables_and_its_texts_are_inert() throws IOException {
        Path page = folder.resolve("report.html");

        assertThat(run("report", traffic, "--html", page)).isZero();

        assertThat(Files.readString(page))
                .contains("Changes by layer and kind", "<del>, you fool</del>")
                .contains("Only &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; is not")
                .doesNotContain("alert('x')");
    }

    @Test
    void the_page_is_readable_by_its_owner_only() throws IOException {
        Path page = folder.resolve("report.html");

        assertThat(run("report", traffic, "--html", page)).isZero();

        if (page.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_file_of_any_number_of_lines_and_several_files_are_read_in_order() throws IOException {
        Path rotated = Files.writeString(
                folder.resolve("traffic.jsonl.1"), resource("traffic.jsonl").repeat(200));

        assertThat(run("report", rotated, traffic, "--json")).isZero();

        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.path("lines").asInt()).isEqualTo(201 * 19);
        assertThat(report.path("examples").size()).as("different changes").isEqualTo(9);
        assertThat(report.path("answers").path(0).path("cohort").stringValue()).isEqualTo("enforce");
    }

    @Test
    void no_recorded_text_is_in_a_report_without_examples() {
        assertThat(run("report", traffic, "--examples", "0")).isZero();

        assertThat(out.toString()).contains("Layers").doesNotContain("clown", "lamp");
    }

    @Test
    void a_bad_line_is_named_with_its_file_and_skipped_only_if_asked_for() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), """
                {"question": "q", "answer": "a", "correction": "c"}
                {"question": "q", "answer":
                {"question": "q", "answer": "a", "correction": "c", "layers": [{"name": "x", "outcome": "vanished"}]}
                """);

        assertThat(run("report", broken)).isEqualTo(2);
        assertThat(err.toString())
                .contains(broken + ":2: the line is not one JSON object")
                .contains(broken + ":3: 'outcome' of a layer is none of corrected, unchanged, skipped")
                .contains("2 of 3 lines are bad; correct them, or skip them with --skip-bad-rows");
        assertThat(out.toString()).isEmpty();

        assertThat(run("report", broken, "--skip-bad-rows")).isZero();
        assertThat(out.toString()).contains("1 lines were read, and 2 skipped");
    }

    @Test
    void a_line_whose_writer_was_stopped_is_left_out() throws IOException {
        Path torn = Files.writeString(folder.resolve("torn.jsonl"), resource("traffic.jsonl") + "{\"question\": \"q");

        assertThat(run("report", torn)).isZero();
        assertThat(err.toString()).isEqualTo("%s:20: the last line is incomplete and left out%n".formatted(torn));
    }

    @Test
    void damaged_lines_are_errors_that_name_them_and_nothing_else() throws IOException {
        Random random = new Random(1);
        List<String> lines = resource("traffic.jsonl").lines().toList();
        int good = 0;
        for (int i = 0; i < 400; i++) {
            String line = damaged(lines.get(random.nextInt(lines.size())), random);
            Path file = Files.writeString(folder.resolve("damaged.jsonl"), line + "\n");
            TrafficAnalysis analysis = new TrafficAnalysis(5, 1);
            StringWriter problems = new StringWriter();
            try {
                new TrafficFiles(List.of(file), false, new PrintWriter(problems, true))
                        .forEach((place, row, entry) -> analysis.add(place, entry));
                assertThat(analysis.report().page().text()).as(line).contains("1 lines were read");
                good++;
            } catch (IOException e) {
                assertThat(problems + e.getMessage()).as(line).contains("damaged.jsonl");
            }
        }
        assertThat(good).isBetween(50, 350);
    }

    @Test
    void what_can_not_be_reported_on_is_said() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n");

        assertThat(run("report", empty)).isEqualTo(2);
        assertThat(run("report", folder.resolve("none.jsonl"))).isEqualTo(2);
        assertThat(run("report", traffic, "--examples", "-1")).isEqualTo(2);
        assertThat(run("report", traffic, "--html", traffic)).isEqualTo(2);
        assertThat(run("report")).isEqualTo(2);
        assertThat(err.toString())
                .contains("empty.jsonl: there are no lines to read; at least 1 is needed")
                .contains("none.jsonl: there is no such file")
                .contains("--examples must be at least 0, but was -1")
                .contains("--html must not be the file of --input")
                .contains("Missing required parameter: 'FILE'");
        assertThat(Files.readString(traffic)).isEqualTo(resource("traffic.jsonl"));
    }

    private static String damaged(String line, Random random) {
        List<Integer> places = new ArrayList<>();
        StringBuilder damaged = new StringBuilder(line);
        for (int i = 0; i <= random.nextInt(3); i++) {
            places.add(random.nextInt(damaged.length()));
        }
        String replacements = "\"{}[],:0x-\\e";
        for (int place : places) {
            switch (random.nextInt(3)) {
                case 0 -> damaged.setLength(Math.max(1, Math.min(place, damaged.length())));
                case 1 ->
                    damaged.setCharAt(
                            Math.min(place, damaged.length() - 1),
                            replacements.charAt(random.nextInt(replacements.length())));
                default -> damaged.deleteCharAt(Math.min(place, damaged.length() - 1));
            }
            if (damaged.length() == 0) {
                damaged.append('x');
            }
        }
        return damaged.toString();
    }

    private int run(Object... line) {
        return AlignerCommand.run(
                new PrintWriter(out),
                new PrintWriter(err),
                Stream.of(line).map(Object::toString).toArray(String[]::new));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ReportCommandTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
