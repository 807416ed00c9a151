// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

import io.github.aligner4j.civility.rows.RecipeSteps;
import io.github.aligner4j.training.dataset.DatasetStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a dataset is built from, and how much is drawn of each. */
final class SourceFlags {

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description = "Hand-written rows: question, answer and correction; repeatable. All are used.")
    private List<Path> rows = new ArrayList<>();

    @Option(
            names = "--corrections",
            paramLabel = "FILE",
            description =
                    "Hand-written rows whose corrections, where they differ from the answer, are clean windows of the"
                            + " --rows, too; repeatable.")
    private List<Path> corrections = new ArrayList<>();

    @Option(
            names = "--changed-copies",
            defaultValue = "3",
            paramLabel = "N",
            description = "The number of times that a window of the --rows stands in the output if its correction"
                    + " differs (default: ${DEFAULT-VALUE}).")
    private int changedCopies;

    @Option(
            names = "--clean-copies",
            defaultValue = "2",
            paramLabel = "N",
            description = "The same for the other windows of the --rows (default: ${DEFAULT-VALUE}).")
    private int cleanCopies;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "A tab-separated table with a heading: an answer, then its corrections by people. The correction"
                            + " closest to the answer is used, as it is and in natural writing.")
    private @Nullable Path pairs;

    @Option(
            names = "--pair-rows",
            defaultValue = "7000",
            paramLabel = "N",
            description = "The number of rows drawn from the --pairs (default: ${DEFAULT-VALUE}).")
    private int pairRows;

    @Option(
            names = "--neutral-rows",
            defaultValue = "3000",
            paramLabel = "N",
            description =
                    "The number of corrections drawn from the --pairs as good answers (default: ${DEFAULT-VALUE}).")
    private int neutralRows;

    @Option(
            names = "--answers",
            paramLabel = "FILE",
            description =
                    "Good answers: rows of question and answer. A tenth of the questions is left out, as dev set.")
    private @Nullable Path answers;

    @Option(
            names = "--answer-rows",
            defaultValue = "12000",
            paramLabel = "N",
            description = "The number of windows drawn from the --answers (default: ${DEFAULT-VALUE}).")
    private int answerRows;

    @Option(
            names = "--good",
            paramLabel = "FILE",
            description = "More good answers: rows of question and answer; repeatable. All are used.")
    private List<Path> good = new ArrayList<>();

    @Option(names = "--prose", paramLabel = "FILE", description = "Clean prose, a paragraph a line.")
    private @Nullable Path prose;

    @Option(
            names = "--prose-rows",
            defaultValue = "3000",
            paramLabel = "N",
            description = "The number of passages drawn from the --prose (default: ${DEFAULT-VALUE}).")
    private int proseRows;

    @Option(
            names = "--carried-rows",
            defaultValue = "5400",
            paramLabel = "N",
            description = "The number of rows in which a short row that changes something stands inside a clean passage"
                    + " (default: ${DEFAULT-VALUE}).")
    private int carriedRows;

    /**
     * Returns the steps that build the dataset.
     *
     * @throws IllegalArgumentException if there is no file to build from, or a number is negative
     */
    List<DatasetStep> steps(int window) {
        check();
        RecipeSteps recipe = new RecipeSteps(window);
        List<DatasetStep> steps = new ArrayList<>();
        rows.forEach(file -> steps.add(recipe.readRows(file)));
        corrections.forEach(file -> steps.add(recipe.readCorrections(file)));
        if (pairs != null) {
            steps.add(recipe.readPairs(pairs));
        }
        if (answers != null) {
            steps.add(recipe.readAnswers(answers));
        }
        if (prose != null) {
            steps.add(recipe.readProse(prose, 2 * proseRows));
        }
        steps.add(RecipeSteps.repeat(RecipeSteps.CHANGED, changedCopies));
        steps.add(RecipeSteps.repeat(RecipeSteps.CLEAN, cleanCopies));
        steps.add(RecipeSteps.draw(RecipeSteps.PAIRS, pairRows));
        steps.add(RecipeSteps.draw(RecipeSteps.NEUTRAL, neutralRows));
        steps.add(RecipeSteps.draw(RecipeSteps.ANSWERS, answerRows));
        steps.add(RecipeSteps.draw(RecipeSteps.PROSE, proseRows));
        good.forEach(file -> steps.add(recipe.addGoodAnswers(file)));
        steps.add(recipe.carry(carriedRows));
        return steps;
    }

    private void check() {
        if (rows.isEmpty() && pairs == null && answers == null && good.isEmpty() && prose == null) {
            throw new IllegalArgumentException(
                    "at least one of --rows, --pairs, --answers, --good and --prose must be given");
        }
        requireNotNegative("--changed-copies", changedCopies);
        requireNotNegative("--clean-copies", cleanCopies);
        requireNotNegative("--pair-rows", pairRows);
        requireNotNegative("--neutral-rows", neutralRows);
        requireNotNegative("--answer-rows", answerRows);
        requireNotNegative("--prose-rows", proseRows);
        requireNotNegative("--carried-rows", carriedRows);
    }

    private static void requireNotNegative(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " must be at least 0, but was " + value);
        }
    }
}
