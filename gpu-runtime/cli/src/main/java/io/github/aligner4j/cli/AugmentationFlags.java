package io.github.aligner4j.cli;

import io.github.aligner4j.training.augmentation.MinimalEditTargets;
import io.github.aligner4j.training.augmentation.RudeWordTagger;
import io.github.aligner4j.training.augmentation.SubstitutionClasses;
import io.github.aligner4j.training.augmentation.Swapping;
import io.github.aligner4j.training.augmentation.ToxicityInjection;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.evaluation.StyleRow;
import io.github.aligner4j.training.evaluation.ToxicLexicon;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.Option;

/** How people's corrections become more rows, and clearer ones. */
final class AugmentationFlags {

    /** For words to swap and plant: the logarithm of their odds. */
    private static final double LEXICON = 1;

    /** How likely people take away a word that is to go. */
    private static final double TAKEN = 0.5;

    private static final int GOOD_ANSWERS = 600;
    private static final int GOOD_CHARACTERS = 600;

    @Option(
            names = "--trimmed",
            description = {
                "Makes one correction for each answer of the --pairs: as most people do, it takes away the words that most",
                "people take away in such places, and changes nothing else; people also change case, marks and phrases as",
                "they like. The --carriers help to tell which words are to stay."
            })
    private boolean trimmed;

    @Option(
            names = "--swapped-rows",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds so many rows in which another rude word stands"
                    + " (default: ${DEFAULT-VALUE}).")
    private int swapped;

    @Option(
            names = "--planted",
            defaultValue = "0",
            paramLabel = "N",
            description = "With --trimmed: adds so many of the --carriers with rude words planted into their sentences"
                    + " (default: ${DEFAULT-VALUE}).")
    private int planted;

    private Optional<SubstitutionClasses> swappable = Optional.empty();

    /**
     * Returns {@code pairs} as they are to be learnt; the words are kept for planting.
     *
     * @param good answers that are good as they are
     */
    List<CorrectionRow> trim(List<CorrectionRow> pairs, List<CorrectionRow> good, Random random, BuildSummary summary) {
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
        RudeWordTagger words = RudeWordTagger.learn(rows, texts(good, random), TAKEN);
        MinimalEditTargets.Outcome outcome = new MinimalEditTargets(words).of(rows);
        summary.add(
                "trimmed to", outcome.rows().size(), "corrections, " + outcome.usual() + " of them the usual edits");
        summary.add("left out", outcome.leftOut(), "answers without a word that is to go");
        SubstitutionClasses alike = SubstitutionClasses.of(outcome.rows(), ToxicLexicon.learn(rows, LEXICON));
        swappable = Optional.of(alike);
        List<CorrectionRow> all = new ArrayList<>(outcome.rows());
        all.addAll(Swapping.rows(alike, swapped, random));
        summary.add("swapped words in", all.size() - outcome.rows().size(), "more");
        return all;
    }

    /** The beginnings of some. */
    private static List<String> texts(List<CorrectionRow> good, Random random) {
        List<CorrectionRow> drawn = new ArrayList<>(good);
        Collections.shuffle(drawn, random);
        return drawn.stream()
                .limit(GOOD_ANSWERS)
                .map(CorrectionRow::answer)
                .map(text -> text.substring(0, Math.min(GOOD_CHARACTERS, text.length())))
                .toList();
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
        if (planted == 0 || swappable.isEmpty()) {
            return List.of();
        }
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("--planted needs answers to plant words into; give --carriers too");
        }
        List<CorrectionRow> rows = new ToxicityInjection(swappable.get(), most).rows(answers, planted, random);
        summary.add("planted words into", rows.size(), "answers");
        return rows;
    }
}
