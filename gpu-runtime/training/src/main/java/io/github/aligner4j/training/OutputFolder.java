// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.training.checkpoint.FolderWriter;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The output folder of a training: {@code model}, {@code checkpoint-N} to resume from, {@code metrics.jsonl}, and finally
 * {@code report.json}.
 */
record OutputFolder(Path root) {

    private static final String CHECKPOINT = "checkpoint-";

    Path model() {
        return root.resolve("model");
    }

    Path metrics() {
        return root.resolve("metrics.jsonl");
    }

    Path report() {
        return root.resolve("report.json");
    }

    Path checkpoint(int step) {
        return root.resolve(CHECKPOINT + step);
    }

    /**
     * Requires that there is no training in this folder, and creates it.
     *
     * @throws IOException if there is one
     */
    void requireUnused() throws IOException {
        boolean used = Files.exists(metrics()) || Files.exists(report()) || latest().isPresent();
        if (used) {
            throw new IOException(
                    root + ": the folder contains a training; resume it with --resume, or name another" + " --output");
        }
        Files.createDirectories(root);
    }

    /** Returns the latest checkpoint, if there is one. */
    Optional<Path> latest() throws IOException {
        return checkpoints().stream().max(Comparator.comparingInt(OutputFolder::step));
    }

    /** Deletes all checkpoints except {@code kept}. */
    void deleteCheckpointsExcept(Path kept) throws IOException {
        for (Path checkpoint : checkpoints()) {
            if (!checkpoint.equals(kept)) {
                FolderWriter.delete(checkpoint);
            }
        }
    }

    /** Deletes all checkpoints. */
    void deleteCheckpoints() throws IOException {
        deleteCheckpointsExcept(root);
    }

    /** Writes the report, which marks the training as finished. */
    void writeReport(TrainingReport report) throws IOException {
        WholeFile.write(report(), new JsonMapper().writeValueAsString(report) + "\n");
    }

    private List<Path> checkpoints() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> name(file).matches(CHECKPOINT + "\\d{1,9}"))
                    .toList();
        }
    }

    private static int step(Path checkpoint) {
        return Integer.parseInt(name(checkpoint).substring(CHECKPOINT.length()));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
