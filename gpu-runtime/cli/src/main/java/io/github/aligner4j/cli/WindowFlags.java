// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import io.github.aligner4j.training.dataset.Windowing;
import java.util.List;
import picocli.CommandLine.Option;

/** The options for cutting rows into windows. */
final class WindowFlags {

    @Option(
            names = "--window",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Cut all rows into windows of at most N characters, for checkpoints that correct a few sentences at"
                            + " a time (default: leave rows whole).")
    private int window;

    @Option(
            names = "--question-characters",
            defaultValue = "2147483647",
            paramLabel = "N",
            description = "With --window: keep the last N characters of each question (default: all).")
    private int questionCharacters;

    @Option(
            names = "--max-windows",
            defaultValue = "2147483647",
            paramLabel = "N",
            description = "With --window: keep the first N windows of each answer (default: all), for checkpoints with"
                    + " window.maxWindows in their aligner.json.")
    private int maxWindows;

    /** Returns the maximum length of an answer. */
    int maxCharacters() {
        return window == 0 ? Integer.MAX_VALUE : window;
    }

    /** Returns the steps that cut windows and drop repeated ones; none if no window is set. */
    List<DatasetStep> steps() {
        return window == 0
                ? List.of(DatasetSteps.dropRepetitions())
                : List.of(
                        DatasetSteps.cutWindows(new Windowing(window, questionCharacters, maxWindows)),
                        DatasetSteps.dropRepetitions());
    }
}
