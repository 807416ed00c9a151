package io.github.aligner4j.civility;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.civility.augmentation.MinimalEditTargets;
import io.github.aligner4j.civility.augmentation.RudeWordTagger;
import io.github.aligner4j.civility.augmentation.SubstitutionClasses;
import io.github.aligner4j.civility.augmentation.Swapping;
import io.github.aligner4j.civility.augmentation.ToxicityInjection;
import io.github.aligner4j.civility.rows.MiscopiedFile;
import io.github.aligner4j.civility.rows.NaturalCopies;
import io.github.aligner4j.civility.rows.NonceWords;
import io.github.aligner4j.civility.rows.RewriteRules;
import io.github.aligner4j.civility.rows.Scrambling;
import io.github.aligner4j.evaluation.insertion.EditInsertion;
import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetDraft;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Steps of a {@link io.github.aligner4j.training.dataset.DatasetPipeline} that only the civility recipe needs. */
final class RecipeSteps {

    /** The source of pairs after trimming and swapping: those that become rows. */
    static final String TARGETS = "minimal corrections";

    private static final String TRIMMED = "trimmed pairs";
    private static final String REWRITTEN = "answers corrected by rules";
    private static final String EDITED = "answers with inserted edits";

    /** The log odds from which a word belongs to the lexicon of words to swap and inject. */
    private static final double LEXICON = 1;

    /** The probability from which a word counts as rude. */
    private static final double RUDE = 0.5;

    private static final int TAGGER_ANSWERS = 600;
    private static final int TAGGER_CHARACTERS = 600;
    private static final int MAX_NONCE_WORDS = 3;
    private static final int MISCOPIED_REPETITIONS = 3;

    private RecipeSteps() {}

    /** Uses the pairs as targets without a change. */
    static DatasetStep keepPairs() {
        return new DatasetStep(
                "take the pairs as they are",
                (draft, random) -> draft.withSource(TARGETS, draft.source(DatasetSteps.PAIRS)));
    }

    /** Makes one minimal correction for each answer of the pairs. */
    static DatasetStep trim() {
        return new DatasetStep("trim the pairs to minimal corrections", RecipeSteps::trimmed);
    }

    private static DatasetDraft trimmed(DatasetDraft draft, Random random) {
        List<StyleRow> rows = styleRows(draft);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("--trimmed needs corrections by people; give --pairs too");
        }
        RudeWordTagger words = RudeWordTagger.learn(rows, texts(draft.source(DatasetSteps.GOOD_ANSWERS), random), RUDE);
        MinimalEditTargets.Outcome outcome = new MinimalEditTargets(words).of(rows);
        return draft.withSource(TRIMMED, outcome.rows())
                .withSource(TARGETS, outcome.rows())
                .withNote(outcome.rows().size() + " corrections, " + outcome.usual()
                        + " of them made of the usual edits; " + outcome.leftOut() + " answers have no rude word");
    }

    private static List<StyleRow> styleRows(DatasetDraft draft) {
        return StyleRow.group(draft.source(DatasetSteps.PAIRS), CorrectionRow::answer, CorrectionRow::correction);
    }

    /** Returns the first part of some answers. */
    private static List<String> texts(List<CorrectionRow> answers, Random random) {
        List<CorrectionRow> drawn = new ArrayList<>(answers);
        Collections.shuffle(drawn, random);
        return drawn.stream()
                .limit(TAGGER_ANSWERS)
                .map(CorrectionRow::answer)
                .map(text -> text.substring(0, Math.min(TAGGER_CHARACTERS, text.length())))
                .toList();
    }

    /** Returns the substitution classes of the trimmed pairs. */
    private static SubstitutionClasses classes(DatasetDraft draft) {
        return SubstitutionClasses.of(draft.source(TRIMMED), ToxicLexicon.learn(styleRows(draft), LEXICON));
    }

    /** Adds targets with another rude word. */
    static DatasetStep swap(int count) {
        return new DatasetStep("swap rude words in " + count + " more pairs", (draft, random) -> {
            List<CorrectionRow> swapped = Swapping.rows(classes(draft), count, random);
            return draft.plusSource(TARGETS, swapped).withNote(swapped.size() + " pairs");
        });
    }

    /** Copies a share of the targets among the rows in natural writing. */
    static DatasetStep copyNaturally(double share) {
        return new DatasetStep("copy a share of " + share + " of the pairs in natural writing", (draft, random) -> {
            Set<CorrectionRow> targets = new HashSet<>(draft.source(TARGETS));
            List<CorrectionRow> all = new ArrayList<>(draft.rows());
            all.removeIf(targets::contains);
            NaturalCopies copies = NaturalCopies.of(
                    draft.rows().stream().filter(targets::contains).toList(), share, random);
            all.addAll(copies.rows());
            return draft.withRows(all)
                    .withNote(copies.same() + " pairs of the same words become identity rows, " + copies.copies()
                            + " copies");
        });
    }

    /** Corrects good answers by rules; those that no rule changes stay good answers. */
    static DatasetStep rewrite(Path file) {
        return new DatasetStep("correct the good answers by the rules of " + file, (draft, random) -> {
            RewriteRules.Outcome outcome = RewriteRules.read(file).apply(draft.source(DatasetSteps.GOOD_ANSWERS));
            return draft.withSource(REWRITTEN, outcome.changed())
                    .withSource(DatasetSteps.GOOD_ANSWERS, outcome.untouched())
                    .withNote(outcome.changed().size() + " answers changed, " + outcome.emptied()
                            + " emptied and left out");
        });
    }

    /** Inserts short edits into good answers, and adds these and the rewritten ones. */
    static List<DatasetStep> insertEdits(EditInsertion insertion, int count) {
        DatasetStep insert = new DatasetStep("insert edits into " + count + " good answers", (draft, random) -> {
            List<TextPair> edits = draft.rows().stream()
                    .map(row -> new TextPair(row.answer(), row.correction()))
                    .toList();
            List<CorrectionRequest> answers = draft.source(DatasetSteps.GOOD_ANSWERS).stream()
                    .map(row -> CorrectionRequest.of(row.question(), row.answer()))
                    .toList();
            List<CorrectionRow> edited = insertion.insert(edits, answers, count, random).stream()
                    .map(each -> new CorrectionRow(each.question(), each.answer(), each.correction()))
                    .toList();
            return draft.withSource(EDITED, edited).withNote(edited.size() + " answers");
        });
        return List.of(insert, DatasetSteps.add(REWRITTEN), DatasetSteps.add(EDITED));
    }

    /** Adds good answers with rude words in them. */
    static DatasetStep inject(int count, int maxWords) {
        return new DatasetStep("inject rude words into " + count + " good answers", (draft, random) -> {
            List<CorrectionRow> answers = draft.source(DatasetSteps.GOOD_ANSWERS);
            if (answers.isEmpty()) {
                throw new IllegalArgumentException("--planted needs answers to inject words into; give --carriers too");
            }
            return draft.plusRows(new ToxicityInjection(classes(draft), maxWords).rows(answers, count, random));
        });
    }

    /** Adds identity rows in which some words are nonce words. */
    static DatasetStep addNonceWords(int count) {
        return new DatasetStep("add " + count + " identity rows with nonce words", (draft, random) -> {
            List<String> good = draft.rows().stream()
                    .filter(CorrectionRow::identity)
                    .map(CorrectionRow::answer)
                    .toList();
            return draft.plusRows(new NonceWords(MAX_NONCE_WORDS).rows(good, count, random));
        });
    }

    /** Adds identity rows of scrambled text, if there are rows to take words from. */
    static DatasetStep addScrambled(int count, int maxCharacters) {
        return new DatasetStep("add " + count + " scrambled identity rows", (draft, random) -> {
            List<String> texts =
                    draft.rows().stream().map(CorrectionRow::correction).toList();
            return texts.isEmpty() ? draft : draft.plusRows(new Scrambling(maxCharacters).rows(texts, count, random));
        });
    }

    /** Adds the windows of good answers that a checkpoint changed, each several times. */
    static DatasetStep repeatMiscopied(List<Path> files) {
        String name = "repeat " + MISCOPIED_REPETITIONS + " times what a checkpoint miscopied";
        return new DatasetStep(name, (draft, random) -> {
            Set<CorrectionRow> windows = new LinkedHashSet<>();
            for (Path file : files) {
                windows.addAll(MiscopiedFile.read(file));
            }
            List<CorrectionRow> repeated = new ArrayList<>();
            for (int i = 0; i < MISCOPIED_REPETITIONS; i++) {
                repeated.addAll(windows);
            }
            return draft.plusRows(repeated);
        });
    }
}
