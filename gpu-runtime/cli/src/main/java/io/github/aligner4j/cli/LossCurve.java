// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.plot.LossPlot;
import io.github.aligner4j.evaluation.plot.Series.Point;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Plots the {@code metrics.jsonl} of a training as {@code loss.svg}. */
final class LossCurve {

    private final Map<String, List<Point>> stages = new LinkedHashMap<>();
    private final List<Point> dev = new ArrayList<>();

    private LossCurve() {}

    /** Writes the plot beside the metrics; does nothing before the first step. */
    static void write(Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        if (Files.exists(metrics)) {
            LossCurve curve = new LossCurve();
            // A bad line is incomplete because the training was killed; its step is repeated.
            RowFile.read(metrics, JsonRow::json).rows().forEach(curve::add);
            WholeFile.write(
                    folder.resolve("loss.svg"),
                    LossPlot.of(curve.stages, curve.dev).text());
        }
    }

    private void add(ObjectNode json) {
        double step = json.path("step").asDouble();
        if (json.has("devLoss")) {
            dev.add(new Point(step, json.path("devLoss").asDouble()));
        } else {
            stages.computeIfAbsent(json.path("stage").asString(), any -> new ArrayList<>())
                    .add(new Point(step, json.path("loss").asDouble()));
        }
    }
}
