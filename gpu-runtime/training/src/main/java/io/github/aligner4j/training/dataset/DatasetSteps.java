// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

/** Steps of a {@link DatasetPipeline} that any dataset may need. */
public final class DatasetSteps {

    /** The source of people's corrections: short rows without a question. */
    public static final String PAIRS = "pairs";

    /** The source of answers that are good as they are; each row's correction is its answer. */
    public static final String GOOD_ANSWERS = "good answers";

    private DatasetSteps() {}

    /** Adds the rows of a source. */
    public static DatasetStep add(String source) {
        return new DatasetStep("add the " + source, (draft, random) -> draft.plusRows(draft.source(source)));
    }

    /** Drops rows that repeat an earlier one, ignoring case and white space. */
    public static DatasetStep dropDuplicates() {
        return DatasetStep.ofRows("drop duplicates, ignoring case and white space", Deduplication::of);
    }

    /** Keeps the first of several corrections of the same answer to the same question. */
    public static DatasetStep keepFirstCorrections() {
        return DatasetStep.ofRows("keep the first correction of each answer", Deduplication::firstCorrections);
    }

    /** Drops rows that repeat an earlier one exactly. */
    public static DatasetStep dropRepetitions() {
        return DatasetStep.ofRows(
                "drop exact repetitions", rows -> rows.stream().distinct().toList());
    }

    /** Cuts all rows into windows, and leaves out those with a boundary inside an edit. */
    public static DatasetStep cutWindows(Windowing windowing) {
        return new DatasetStep("cut windows of at most " + windowing.characters() + " characters", (draft, random) -> {
            Windowing.Outcome outcome = windowing.cut(draft.rows());
            return draft.withRows(outcome.rows())
                    .withNote(outcome.uncut() + " left out, with a boundary inside an edit");
        });
    }

    /** Keeps at most {@code max} rows that change nothing. */
    public static DatasetStep limitIdentity(int max) {
        return new DatasetStep(
                "keep at most " + max + " identity rows",
                (draft, random) -> draft.withRows(IdentityLimit.keep(draft.rows(), max, random)));
    }

    /**
     * Adds corrections as answers that change nothing.
     *
     * @param share the share of identity rows to reach, 0 to 0.9
     * @param maxCharacters the longest correction to add
     */
    public static DatasetStep mixIdentity(double share, int maxCharacters) {
        return new DatasetStep(
                "add corrections as identity rows, up to a share of " + share,
                (draft, random) -> draft.withRows(IdentityMixing.mix(draft.rows(), share, maxCharacters, random)));
    }
}
