// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of all experiments. */
final class ExperimentFlags {

    @Parameters(
            paramLabel = "FOLDER",
            description = "The folder of models and outcomes; what is there is not made again.")
    private Path folder = Path.of("");

    @Option(
            names = "--seeds",
            split = ",",
            defaultValue = "1,2,3",
            paramLabel = "N",
            description = "The seeds of base models, rows and trainings (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds = List.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            paramLabel = "N",
            description = "Threads of one operation (default: ${DEFAULT-VALUE}).")
    private int threads;

    Path folder() {
        return folder;
    }

    List<Long> seeds() {
        return seeds;
    }

    Laboratory laboratory() {
        return new Laboratory(folder, threads);
    }
}
