// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the identity rows of a dataset: those that change nothing. */
final class IdentityFlags {

    @Option(
            names = "--identity-rows",
            paramLabel = "N",
            description = "Keep at most N identity rows, drawn by --seed; those with rare words first (default: all).")
    private @Nullable Integer identityRows;

    @Option(
            names = "--identity-share",
            defaultValue = "0",
            paramLabel = "X",
            description = "Add corrections as identity rows until their share of the dataset is X, 0 to 0.9"
                    + " (default: ${DEFAULT-VALUE}).")
    private double identityShare;

    /** Returns the steps that add and drop identity rows; added ones have at most {@code maxCharacters} characters. */
    List<DatasetStep> steps(int maxCharacters) {
        List<DatasetStep> steps = new ArrayList<>();
        if (identityRows != null) {
            steps.add(DatasetSteps.limitIdentity(identityRows));
        }
        if (identityShare != 0) {
            steps.add(DatasetSteps.mixIdentity(identityShare, maxCharacters));
        }
        return steps;
    }
}
