// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.DetectorScores;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor.Detector;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The metrics of a training as JSON Lines: an object for each step and for each evaluation on the dev set. */
final class MetricsFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    MetricsFile(Path file) {
        this.file = file;
    }

    /** Removes the metrics after {@code step}, which a resumed training writes again. */
    void cutAfter(int step) throws IOException {
        WholeFile.write(
                file,
                lines().stream()
                        .filter(line -> line.path("step").asInt(0) <= step)
                        .map(JsonNode::toString)
                        .toList());
    }

    void add(StepReport report) throws IOException {
        append(JSON.valueToTree(report));
    }

    void add(DevReport report) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("step", report.step()).put("devLoss", report.loss());
        report.detector().ifPresent(scores -> add(scores, line.putObject("detector")));
        append(line);
    }

    private static void add(DetectorScores scores, ObjectNode json) {
        DetectorScores.Decisions decisions = scores.at(Detector.DEFAULT_THRESHOLD);
        json.put("changed", scores.positives().size())
                .put("unchanged", scores.negatives().size());
        json.put("threshold", decisions.threshold()).put("accuracy", decisions.accuracy());
        json.put("recall", decisions.recall()).put("falsePositiveRate", decisions.falsePositiveRate());
        scores.areaUnderCurve().ifPresent(area -> json.put("auc", area));
    }

    /** Returns all complete lines; a killed training may have left an incomplete one. */
    List<JsonNode> lines() throws IOException {
        // A bad line is incomplete because the training was killed; its step is repeated.
        return Files.exists(file) ? RowFile.<JsonNode>read(file, JsonRow::json).rows() : List.of();
    }

    private void append(ObjectNode line) throws IOException {
        Files.writeString(
                file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
}
