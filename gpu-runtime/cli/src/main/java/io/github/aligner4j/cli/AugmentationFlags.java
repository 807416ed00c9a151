package io.github.aligner4j.cli;

import io.github.aligner4j.training.augmentation.AlikeWords;
import io.github.aligner4j.training.augmentation.Planting;
import io.github.aligner4j.training.augmentation.Swapping;
import io.github.aligner4j.training.augmentation.Trimming;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.evaluation.StyleRow;
import io.github.aligner4j.training.evaluation.ToxicLexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Option;

/** How people's corrections become more rows, and clearer ones. */
final class AugmentationFlags {

    private static final double THRESHOLD = 1;

    @Option(
            names = "--trimmed",
            description = {
                "Keeps one correction for each answer of the --pairs, and of it what takes away words that are much more",
                "frequent in the answers than in the corrections; people also change case, marks and phrases as they like."
            })
    private boolean trimmed;

    @Option(
            names = "--swapped-rows",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds so many rows in which another of these words stands"
                    + " (default: ${DEFAULT-VALUE}).")
    private int swapped;

    @Option(
            names = "--planted",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds so many of the --carriers with such words planted into their sentences"
                    + " (default: ${DEFAULT-VALUE}).")
    private int planted;

    private Optional<AlikeWords> words = Optional.empty();

    /** Returns {@code pairs} as they are to be learnt; the words are kept for planting. */
    List<CorrectionRow> trim(List<CorrectionRow> pairs, Random random, BuildSummary summary) {
        requireNotNegative("--swapped-rows", swapped);
        requireNotNegative("--planted", planted);
        if (!trimmed) {
            requireNone();
            return pairs;
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("--trimmed needs corrections by people; give --pairs too");
        }
        List<StyleRow> rows = StyleRow.of(pairs);
        ToxicLexicon lexicon = ToxicLexicon.learn(rows, THRESHOLD);
        Trimming.Outcome outcome = new Trimming(lexicon).of(rows);
        summary.add("learnt", lexicon.words().size(), "words that are to go");
        summary.add("trimmed to", outcome.rows().size(), "corrections, " + outcome.whole() + " of them left whole");
        summary.add("left out", outcome.leftOut(), "answers that no correction suits");
        AlikeWords alike = AlikeWords.of(outcome.rows(), lexicon);
        words = Optional.of(alike);
        List<CorrectionRow> all = new ArrayList<>(outcome.rows());
        all.addAll(Swapping.rows(alike, swapped, random));
        summary.add("swapped words in", all.size() - outcome.rows().size(), "more");
        return all;
    }

    private static void requireNotNegative(String option, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(option + " must be at least 0, but was " + value);
        }
    }

    private void requireNone() {
        if (swapped > 0 || planted > 0) {
            throw new IllegalArgumentException(
                    "--swapped-rows and --planted need the words that --trimmed learns; give it too");
        }
    }

    /**
     * Returns copies of {@code answers}, which are good, with words planted.
     *
     * @param most most words an answer gets
     */
    List<CorrectionRow> plant(List<CorrectionRow> answers, int most, Random random, BuildSummary summary) {
        if (planted == 0 || words.isEmpty()) {
            return List.of();
        }
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("--planted needs answers to plant words into; give --carriers too");
        }
        List<CorrectionRow> rows = new Planting(words.get(), most).rows(answers, planted, random);
        summary.add("planted words into", rows.size(), "answers");
        return rows;
    }
}
