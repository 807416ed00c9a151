// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ShiftCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_corrections_of_a_dataset_shift_scores_that_its_rows_have() throws IOException {
        Path rows = rows("pairs", "You fool, it closes at 5.", "It closes at 5.", 0.5);

        assertThat(run(
                        rows,
                        "--score",
                        "helpful=field:help",
                        "--score",
                        "facts-kept",
                        "--output",
                        folder.resolve("out")))
                .isZero();

        assertThat(out.toString())
                .contains("- Of 12 answers pairs changed 12 (100.0 %).")
                .containsPattern("helpful +\\| pairs +\\| +12 \\|");
        JsonNode scores = report().path("scores");
        assertThat(scores.toString()).contains("\"scale\":\"facts-kept\"");
        JsonNode helpful = scores.valueStream()
                .filter(each -> each.path("system").asString().equals("pairs")
                        && each.path("scale").asString().equals("helpful"))
                .findFirst()
                .orElseThrow();
        assertThat(helpful.path("difference").path("value").asDouble()).isEqualTo(0.5);
        assertThat(Files.readString(folder.resolve("out/report.md"))).contains("](figures/shift-pairs.svg)");
        assertThat(Files.readString(folder.resolve("out/report.html"))).contains("order 3 ");
        assertThat(ImageIO.read(new ByteArrayInputStream(
                                Files.readAllBytes(folder.resolve("out/figures/shift-pairs.png"))))
                        .getWidth())
                .isEqualTo(1440);
        assertThat(folder.resolve("out/figures/shift-path.svg")).doesNotExist();
    }

    @Test
    void checkpoints_are_a_path_in_the_order_of_training() throws IOException {
        Path first = rows("step-100", "It closes, fool.", "It closes, fool.", 0.1);
        Path second = rows("step-200", "It closes, fool.", "It closes.", 0.4);

        assertThat(run(
                        "a=" + first,
                        "b=" + second,
                        "--score",
                        "x=field:help",
                        "--score",
                        "length-ratio",
                        "--page-rows",
                        "0",
                        "--output",
                        folder.resolve("out")))
                .isZero();

        assertThat(Files.readString(folder.resolve("out/figures/shift-path.svg")))
                .contains(">original<", ">a<", ">b<");
        assertThat(Files.readString(folder.resolve("out/report.html"))).doesNotContain("order 3");
    }

    @Test
    void files_with_other_answers_are_refused() throws IOException {
        Path first = rows("one", "It closes at 5.", "It closes.", 0.1);
        Path second = rows("two", "It closes at 6.", "It closes.", 0.1);

        assertThat(run(first, second, "--score", "refusal", "--score", "length-ratio", "--output", folder))
                .isEqualTo(2);

        assertThat(err.toString())
                .isEqualTo("aligner: " + second
                        + ", row 1: the answer is another one than in the first file; all files must have"
                        + " corrections of the same answers" + System.lineSeparator());
    }

    @Test
    void scores_that_are_unknown_missing_or_too_few_are_named() throws IOException {
        Path rows = rows("rows", "It closes at 5.", "It closes.", 0.1);

        assertThat(run(rows, "--score", "refusal", "--output", folder)).isEqualTo(2);
        assertThat(run(rows, "--score", "refusal", "--score", "x=kindness", "--output", folder))
                .isEqualTo(2);
        assertThat(run(rows, "--score", "refusal", "--score", "x=field:none", "--output", folder))
                .isEqualTo(2);
        assertThat(run(rows, "--score", "refusal", "--score", "x=detector:embedded", "--output", folder))
                .isEqualTo(2);

        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains(
                                        "--score must be given at least 2 times, for both axes, but was given 1 time"),
                        line -> assertThat(line)
                                .contains("--score x: 'kindness' is none of field:FIELD, detector:SOURCE#LABEL"),
                        line -> assertThat(line)
                                .contains(rows + " has no row whose field 'none' is an object with the numbers"),
                        line -> assertThat(line).contains("--score x needs a checkpoint and a label, as in"));
    }

    @Test
    void a_label_that_the_detector_does_not_know_is_refused_as_its_scores_would_mean_the_opposite() throws IOException {
        Path rows = rows("rows", "You fool, it closes at 5.", "It closes at 5.", 0.1);

        assertThat(run(rows, "--score", "refusal", "--score", "x=detector:embedded#toxic", "--output", folder))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("the detector never gave the label 'toxic', but [rudeness]; name one of these");
        assertThat(run(rows, "--score", "refusal", "--score", "kind=detector:embedded#~rudeness", "--output", folder))
                .isZero();
    }

    private int run(Object... arguments) {
        String[] all = Stream.concat(Stream.of("shift"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new);
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private Path rows(String name, String answer, String correction, double gain) throws IOException {
        List<String> lines = IntStream.range(0, 12)
                .mapToObj(i -> "{\"question\":\"When (order " + i + " )?\",\"answer\":\"" + answer
                        + "\",\"correction\":\"" + correction + "\",\"help\":{\"answer\":" + 0.25 * i
                        + ",\"correction\":" + (0.25 * i + gain) + "}}")
                .toList();
        return Files.write(folder.resolve(name + ".jsonl"), lines);
    }

    private JsonNode report() throws IOException {
        JsonNode json = new JsonMapper().readTree(Files.readString(folder.resolve("out/report.json")));
        return json.has("scores") ? json : json.path("report");
    }
}
