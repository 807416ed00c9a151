// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code recipe mine}: finds the clean rows that a checkpoint's detector takes for rude. */
@Command(
        name = "mine",
        description = {
            "Writes the clean rows of a dataset that the detector of a checkpoint scores high: hard negatives for the next training.",
            "A row that occurs several times is written once."
        },
        mixinStandardHelpOptions = true)
final class MineCommand implements Callable<Integer> {

    private static final int BATCH = 64;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "A checkpoint with a detector.")
    private Path model = Path.of("");

    @Option(names = "--rows", required = true, paramLabel = "FILE", description = "The rows, as build writes them.")
    private Path rows = Path.of("");

    @Option(
            names = "--min-score",
            defaultValue = "0.2",
            paramLabel = "P",
            description = "The score from which on a row is written (default: ${DEFAULT-VALUE}).")
    private double minScore;

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<CorrectionRow> clean = RowFile.readAll(rows, CorrectionRow::parse).stream()
                .filter(CorrectionRow::identity)
                .distinct()
                .toList();
        try (CheckpointAligner aligner =
                CheckpointAligner.builder(ModelSource.folder(model)).open()) {
            Detector detector = aligner.detector()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the checkpoint in " + model + " has no detector in its aligner.json"));
            List<CorrectionRow> mined = new ArrayList<>();
            for (int from = 0; from < clean.size(); from += BATCH) {
                mined.addAll(found(detector, clean.subList(from, Math.min(clean.size(), from + BATCH))));
            }
            RowFile.write(output, mined);
            spec.commandLine()
                    .getErr()
                    .println("wrote " + mined.size() + " of " + clean.size() + " clean rows with a score of at least "
                            + minScore);
        }
        return 0;
    }

    private List<CorrectionRow> found(Detector detector, List<CorrectionRow> batch) {
        List<Detection> detections = detector.detectAll(
                batch.stream()
                        .map(row -> CorrectionRequest.of(row.question(), row.answer()))
                        .toList(),
                CorrectionContext.DEFAULT);
        List<CorrectionRow> found = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (detections.get(i).score() >= minScore) {
                found.add(batch.get(i));
            }
        }
        return found;
    }
}
