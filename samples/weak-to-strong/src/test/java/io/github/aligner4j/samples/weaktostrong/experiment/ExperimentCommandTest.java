// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs each experiment in its smallest size. */
class ExperimentCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void the_warm_up_is_measured_for_each_share_and_seed_and_continued() throws IOException {
        String options = "warmup %s --base plain --rows 32 --texts 32 --test 2 --seeds 1,2".formatted(folder);

        assertThat(run(options)).as(err.toString()).isZero();

        assertThat(out.toString().lines())
                .hasSize(2 + 6)
                .anyMatch(line -> line.startsWith("| plain | 32 | none | 3 | 2 | "))
                .anyMatch(line -> line.startsWith("| plain | 32 | 50 % identity | 4 | 2 | "))
                .anyMatch(line -> line.startsWith("| plain | 32 | 50 % corrections (control) | 4 | 2 | "));
        assertThat(Files.readString(folder.resolve("warmup.md"))).isEqualTo(out.toString());
        assertThat(Files.readString(folder.resolve("warmup.svg"))).contains("plain base, 32 rows");
        assertThat(Files.readAllLines(folder.resolve("warmup.json"))).hasSize(6 * 2);
        // What is finished is not done again.
        Path outcome = folder.resolve("plain-32-identity-0-seed-1.json");
        Files.writeString(outcome, Files.readString(outcome).replaceFirst("\"kept\":\\d+", "\"kept\":2"));
        Files.writeString(
                folder.resolve("plain-32-identity-0-seed-2.json"),
                Files.readString(outcome).replace("\"seed\":1", "\"seed\":2"));
        out.getBuffer().setLength(0);
        assertThat(run(options)).isZero();
        assertThat(out.toString()).contains("| 100.0 % (100.0 to 100.0) |");
    }

    @Test
    void an_aligner_and_fine_tuning_are_trained_on_the_same_rows() throws IOException {
        assertThat(run("sft %s --questions 3 --epochs 1 --upstream-epochs 1 --seeds 1,2".formatted(folder)))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains(
                        "| A: upstream model | ",
                        "| B - C | ",
                        "| B, corrected again - B | ",
                        "3 held-out questions, seeds 1, 2");
        assertThat(folder.resolve("sft.md")).content().isEqualTo(out.toString());
        assertThat(Files.readAllLines(folder.resolve("aligner-1/metrics.jsonl")))
                .hasSameSizeAs(Files.readAllLines(folder.resolve("tuned-1/metrics.jsonl")));
    }

    @Test
    void answers_are_corrected_several_times() throws IOException {
        Path rows = Files.write(
                folder.resolve("rows.jsonl"),
                List.of(
                        row("It is in the garden, you stupid idiot.", "It is in the garden."),
                        row("It is in the garden.", "It is in the garden.")));

        assertThat(run("stacked %s --input %s --passes 2".formatted(folder.resolve("out"), rows)))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("1 answers to correct:", "| none |  | ", "1 answers to leave alone:")
                .contains("| 1 | 0.0 % (0.0 to 79.3) | 100.0 % (20.7 to 100.0) |");
        assertThat(folder.resolve("out/stacked.md")).content().isEqualTo(out.toString());
    }

    @Test
    void a_missing_file_is_one_line() {
        assertThat(run("stacked %s --input %s".formatted(folder, folder.resolve("none"))))
                .isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().startsWith("experiment: ");
    }

    private int run(String arguments) {
        return ExperimentCommand.run(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));
    }

    private static String row(String answer, String correction) {
        return "{\"question\": \"Where is it?\", \"answer\": \"%s\", \"correction\": \"%s\"}"
                .formatted(answer, correction);
    }
}
