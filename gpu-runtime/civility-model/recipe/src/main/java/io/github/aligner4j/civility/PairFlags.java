package io.github.aligner4j.civility;

import io.github.aligner4j.evaluation.insertion.EditInsertion;
import io.github.aligner4j.training.dataset.DatasetStep;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the rows that change something. */
final class PairFlags {

    @Option(
            names = "--trimmed",
            description = {
                "Makes one correction for each answer of the --pairs. It removes words that most people remove in such",
                "contexts, and changes nothing else. The --carriers show which words are harmless."
            })
    private boolean trimmed;

    @Option(
            names = "--swapped-rows",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds N rows with another rude word (default: ${DEFAULT-VALUE}).")
    private int swapped;

    @Option(
            names = "--planted",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds N of the --carriers with injected rude words"
                    + " (default: ${DEFAULT-VALUE}).")
    private int planted;

    @Option(
            names = "--natural",
            defaultValue = "0",
            paramLabel = "X",
            description =
                    "The share of the --pairs that get a copy in natural writing (capitals, no space before punctuation),"
                            + " 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double natural;

    @Option(
            names = "--carried",
            defaultValue = "1000",
            paramLabel = "N",
            description = "The number of --carriers to insert edits into (default: ${DEFAULT-VALUE}).")
    private int carried;

    @Option(
            names = "--carried-edits",
            defaultValue = "3",
            paramLabel = "N",
            description = "The maximum number of edits or rude words in one of the --carriers; the number is drawn"
                    + " (default: ${DEFAULT-VALUE}).")
    private int maxEdits;

    @Option(
            names = "--carried-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "The maximum length of an inserted edit (default: ${DEFAULT-VALUE}).")
    private int maxCharacters;

    void check(SourceFlags sources) {
        requireNotNegative("--swapped-rows", swapped);
        requireNotNegative("--planted", planted);
        if (!trimmed && swapped + planted > 0) {
            throw new IllegalArgumentException(
                    "--swapped-rows and --planted need the words that --trimmed learns; give it too");
        }
        if (trimmed && !sources.hasPairs()) {
            throw new IllegalArgumentException("--trimmed needs corrections by people; give --pairs too");
        }
        if (planted > 0 && !sources.hasCarriers()) {
            throw new IllegalArgumentException("--planted needs answers to inject words into; give --carriers too");
        }
    }

    private static void requireNotNegative(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " must be at least 0, but was " + value);
        }
    }

    /** Returns the steps that make targets of pairs. */
    List<DatasetStep> targets() {
        List<DatasetStep> steps = new ArrayList<>();
        steps.add(trimmed ? RecipeSteps.trim() : RecipeSteps.keepPairs());
        if (swapped > 0) {
            steps.add(RecipeSteps.swap(swapped));
        }
        return steps;
    }

    /** Returns the step that copies targets in natural writing, if wanted. */
    List<DatasetStep> natural() {
        return natural == 0 ? List.of() : List.of(RecipeSteps.copyNaturally(natural));
    }

    /** Returns the steps that edit good answers. */
    List<DatasetStep> insertions() {
        List<DatasetStep> steps =
                new ArrayList<>(RecipeSteps.insertEdits(new EditInsertion(maxCharacters, maxEdits), carried));
        if (planted > 0) {
            steps.add(RecipeSteps.inject(planted, maxEdits));
        }
        return steps;
    }
}
