package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for identity rows: those that change nothing. */
final class IdentityFlags {

    @Option(
            names = "--identity-rows",
            defaultValue = "-1",
            paramLabel = "N",
            description =
                    "Adds the --carriers as identity rows and keeps at most N identity rows in all, those with rare words"
                            + " first (default: adds none, keeps all).")
    private int identityRows;

    @Option(
            names = "--identity-share",
            defaultValue = "0",
            paramLabel = "X",
            description = "Adds corrections as identity rows until these are a share of X, 0 to 0.9"
                    + " (default: ${DEFAULT-VALUE}).")
    private double identityShare;

    @Option(
            names = "--scrambled-rows",
            defaultValue = "0",
            paramLabel = "N",
            description = "Adds N identity rows of scrambled text, to practise copying (default: ${DEFAULT-VALUE}).")
    private int scrambledRows;

    @Option(
            names = "--scrambled-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "The maximum length of such a row (default: ${DEFAULT-VALUE}).")
    private int scrambledCharacters;

    @Option(
            names = "--coined-rows",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Adds N copies of identity rows in which some words are nonce words, to practise leaving unknown"
                            + " words alone (default: ${DEFAULT-VALUE}).")
    private int nonceRows;

    @Option(
            names = "--miscopied",
            paramLabel = "FILE",
            description = "Adds, three times each, the windows of good answers that a checkpoint changed: the"
                    + " differences.jsonl of 'aligner evaluate --copies'; repeatable.")
    private List<Path> miscopied = new ArrayList<>();

    /** Returns the step that adds good answers, if wanted. */
    List<DatasetStep> goodAnswers() {
        return identityRows > 0 ? List.of(DatasetSteps.add(DatasetSteps.GOOD_ANSWERS)) : List.of();
    }

    /**
     * Returns the steps that add and limit identity rows.
     *
     * @param maxCharacters the longest answer to add
     */
    List<DatasetStep> identity(int maxCharacters) {
        List<DatasetStep> steps = new ArrayList<>();
        if (identityRows >= 0) {
            steps.add(DatasetSteps.limitIdentity(identityRows));
        }
        if (identityShare != 0) {
            steps.add(DatasetSteps.mixIdentity(identityShare, maxCharacters));
        }
        if (nonceRows > 0) {
            steps.add(RecipeSteps.addNonceWords(nonceRows));
        }
        if (scrambledRows > 0) {
            steps.add(RecipeSteps.addScrambled(scrambledRows, scrambledCharacters));
        }
        if (!miscopied.isEmpty()) {
            steps.add(RecipeSteps.repeatMiscopied(miscopied));
        }
        return steps;
    }
}
