// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.scoring;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.metric.Bleu;
import io.github.aligner4j.evaluation.metric.Chrf;
import io.github.aligner4j.evaluation.metric.EditRatio;
import io.github.aligner4j.evaluation.score.FactChanges;
import io.github.aligner4j.evaluation.score.FactKind;
import io.github.aligner4j.evaluation.score.Refusals;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.evaluation.score.Structure;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The scorers that ship with this module; {@link MeaningScorer} is one more. */
public final class Scorers {

    private static final String SHARE = "%";
    private static final double PERCENT = 100;

    private Scorers() {}

    /** Returns the scorers that need neither a model nor a reference. */
    public static List<AnswerScorer> overCorrection() {
        return Stream.concat(
                        Stream.of(unchanged(), editRatio(), lengthRatio(), factsKept(), factsAdded()),
                        Stream.of(structureKept(), refusal()))
                .toList();
    }

    /** Returns the scorers that compare with people's corrections: BLEU, chrF, exact match. */
    public static List<AnswerScorer> reference() {
        return List.of(bleu(), chrF(), exact());
    }

    /** Returns the scorers of rows with {@code forbidden} or {@code required} texts. */
    public static List<AnswerScorer> expectations() {
        return List.of(forbiddenGained(), requiredKept());
    }

    /**
     * Returns the scorer of the probability of a label. If a detector returns another label, that is 1 minus its score, which is
     * exact for detectors with two labels and for those that don't give probabilities.
     *
     * @param name the name of the scale
     * @param higherIsBetter true if the label is a good one
     */
    public static AnswerScorer detector(String name, Detector detector, String label, boolean higherIsBetter) {
        ScoreScale scale =
                new ScoreScale(name, "probability of the label '" + label + "' by a detector", higherIsBetter, SHARE);
        return always(scale, (row, answer) -> {
            Detection detection = detector.detect(row.request().withAnswer(answer), CorrectionContext.DEFAULT);
            return PERCENT * (detection.label().equals(label) ? detection.score() : 1 - detection.score());
        });
    }

    /**
     * Returns the scorer by a trained classifier of texts, such as {@link
     * io.github.aligner4j.evaluation.style.LinearJudge#civility(String)}.
     *
     * @param classifier returns a probability from 0 to 1
     */
    public static AnswerScorer classifier(
            String name, String description, ToDoubleFunction<String> classifier, boolean higherIsBetter) {
        return always(
                new ScoreScale(name, description, higherIsBetter, SHARE),
                (row, answer) -> PERCENT * classifier.applyAsDouble(answer));
    }

    /** Returns the scorer of whether an answer is the original, character for character. */
    public static AnswerScorer unchanged() {
        return always(
                new ScoreScale(
                        "unchanged", "share of answers that are the original, character for character", true, SHARE),
                (row, answer) -> PERCENT * (answer.equals(original(row)) ? 1 : 0));
    }

    /** Returns the scorer of the share of the characters of both texts that edits touch. */
    public static AnswerScorer editRatio() {
        return always(
                new ScoreScale(
                        "edit-ratio",
                        "share of the characters of both texts that edits touch, word by word",
                        false,
                        SHARE),
                (row, answer) -> PERCENT * EditRatio.between(original(row), answer));
    }

    /** Returns the scorer of the length of an answer divided by that of the original, which must not be empty. */
    public static AnswerScorer lengthRatio() {
        ScoreScale scale = new ScoreScale("length-ratio", "length divided by that of the original", true, "");
        return new TextScorer(
                scale,
                (row, answer) -> original(row).isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of((double) length(answer) / length(original(row))));
    }

    /** Returns the scorer of sentence BLEU against people's correction. */
    public static AnswerScorer bleu() {
        return againstReference(
                new ScoreScale("BLEU", "sentence BLEU against people's correction", true, ""),
                (reference, answer) -> Bleu.sentence(answer, List.of(reference)));
    }

    /** Returns the scorer of chrF2 against people's correction. */
    public static AnswerScorer chrF() {
        return againstReference(
                new ScoreScale("chrF", "chrF2 against people's correction", true, ""),
                (reference, answer) -> Chrf.of(List.of(answer), List.of(List.of(reference))));
    }

    /** Returns the scorer of whether an answer is people's correction, character for character. */
    public static AnswerScorer exact() {
        return againstReference(
                new ScoreScale(
                        "exact", "share of answers that are people's correction, character for character", true, SHARE),
                (reference, answer) -> PERCENT * (answer.equals(reference) ? 1 : 0));
    }

    /** Returns the scorer of the share of the original's facts of all kinds that survive. */
    public static AnswerScorer factsKept() {
        return kept("facts-kept", "facts", FactChanges::total);
    }

    /** Returns the scorer of the share of the original's facts of one kind that survive. */
    public static AnswerScorer factsKept(FactKind kind) {
        return kept(kind.id() + "-kept", kind.label(), changes -> changes.of(kind));
    }

    /** Returns the scorer of the number of facts of all kinds that the original does not have. */
    public static AnswerScorer factsAdded() {
        return always(
                new ScoreScale("facts-added", "number of facts that the original does not have", false, ""),
                (row, answer) ->
                        FactChanges.between(original(row), answer).total().added());
    }

    /**
     * Returns the scorer of whether headings, list items, tables and code fences, or the structure of JSON, are those of the
     * original.
     */
    public static AnswerScorer structureKept() {
        return always(
                new ScoreScale(
                        "structure-kept",
                        "share of answers with the original's Markdown or JSON structure",
                        true,
                        SHARE),
                (row, answer) -> PERCENT * (Structure.isKept(original(row), answer) ? 1 : 0));
    }

    /**
     * Returns the scorer of whether an answer is in the original's language. One whose language is not clear counts as kept, by the
     * rules of {@link CorrectionGuards#keepsLanguage}.
     *
     * @param detector labels texts by language, such as {@link io.github.aligner4j.routing.OpenNlpLanguageDetector}
     */
    public static AnswerScorer languageKept(Detector detector) {
        CorrectionGuard guard = CorrectionGuards.keepsLanguage(detector);
        return always(
                new ScoreScale(ScoreScale.LANGUAGE_KEPT, "share of answers in the original's language", true, SHARE),
                (row, answer) ->
                        PERCENT * (guard.objection(row.request(), answer).isEmpty() ? 1 : 0));
    }

    /** Returns the scorer of whether an answer is a refusal, by {@link Refusals}. */
    public static AnswerScorer refusal() {
        return always(
                new ScoreScale("refusal", "share of answers that begin like a refusal", false, SHARE),
                (row, answer) -> PERCENT * (Refusals.isRefusal(answer) ? 1 : 0));
    }

    /** Returns the scorer of whether an answer has a forbidden text that the original lacks, or has more seldom. */
    public static AnswerScorer forbiddenGained() {
        ScoreScale scale = new ScoreScale(
                "forbidden-gained", "share of answers with a forbidden text that the original lacks", false, SHARE);
        return new TextScorer(
                scale,
                (row, answer) -> row.expectations().forbidden().isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(
                                PERCENT * (row.expectations().gainsForbidden(original(row), answer) ? 1 : 0)));
    }

    /** Returns the scorer of whether an answer has all required texts. */
    public static AnswerScorer requiredKept() {
        ScoreScale scale = new ScoreScale("required-kept", "share of answers with all required texts", true, SHARE);
        return new TextScorer(
                scale,
                (row, answer) -> row.expectations().required().isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(PERCENT * (row.expectations().keepsRequired(answer) ? 1 : 0)));
    }

    private static AnswerScorer kept(String name, String what, Function<FactChanges, FactChanges.Counts> counts) {
        return new TextScorer(
                new ScoreScale(name, "share of the original's " + what + " that survive", true, SHARE),
                (row, answer) -> {
                    FactChanges.Counts found = counts.apply(FactChanges.between(original(row), answer));
                    return found.before() == 0
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(PERCENT * found.kept() / found.before());
                });
    }

    private static AnswerScorer againstReference(ScoreScale scale, ToDoubleBiFunction<String, String> score) {
        return new TextScorer(
                scale,
                (row, answer) -> row.reference().stream()
                        .mapToDouble(reference -> score.applyAsDouble(reference, answer))
                        .findFirst());
    }

    private static AnswerScorer always(ScoreScale scale, ToDoubleBiFunction<ComparisonRow, String> score) {
        return new TextScorer(scale, (row, answer) -> OptionalDouble.of(score.applyAsDouble(row, answer)));
    }

    private static String original(ComparisonRow row) {
        return row.request().answer();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private record TextScorer(ScoreScale scale, BiFunction<ComparisonRow, String, OptionalDouble> score)
            implements AnswerScorer {

        @Override
        public OptionalDouble score(ComparisonRow row, String answer) {
            return score.apply(row, answer);
        }
    }
}
