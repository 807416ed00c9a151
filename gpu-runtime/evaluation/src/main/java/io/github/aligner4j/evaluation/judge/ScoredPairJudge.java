// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.style.Judge;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A judge that scores each answer alone and prefers the higher score, such as a trained classifier. Scores that differ by no more than a
 * margin are a tie. The order of the answers has no effect.
 *
 * <p>As safe for use by several threads as the score.
 */
public final class ScoredPairJudge implements PairJudge {

    private final String name;
    private final Set<String> aspects;
    private final double margin;
    private final AnswerScore score;

    /**
     * Creates a judge.
     *
     * @param name identifies the classifier and its version; the margin is added to it
     * @param aspects the names of the aspects that the score stands for
     * @param margin the largest difference that is a tie, at least 0
     * @param score scores an answer; a higher score is a better one
     * @throws IllegalArgumentException if the margin is below 0 or there is no aspect
     */
    public ScoredPairJudge(String name, Set<String> aspects, double margin, AnswerScore score) {
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the margin of a tie must be at least 0, but was " + margin);
        }
        if (aspects.isEmpty()) {
            throw new IllegalArgumentException("judge '" + name + "' needs an aspect that its score stands for");
        }
        this.name = name + " (margin " + margin + ")";
        this.aspects = Set.copyOf(aspects);
        this.margin = margin;
        this.score = Objects.requireNonNull(score, "score");
    }

    /** Scores an answer. */
    @FunctionalInterface
    public interface AnswerScore {

        /**
         * Returns the score of {@code answer}.
         *
         * @param request the question, and the original answer
         * @throws io.github.aligner4j.AlignerException if it has none
         */
        Scored score(CorrectionRequest request, String answer, CorrectionContext context);
    }

    /**
     * A score.
     *
     * @param value the score
     * @param usage the tokens that it took
     */
    public record Scored(double value, TokenUsage usage) {}

    /**
     * Returns a judge of civility by a classifier of style: the higher probability of a civil text wins.
     *
     * @param name identifies the classifier
     * @param margin the largest difference of the probabilities that is a tie
     */
    public static ScoredPairJudge ofStyle(String name, Judge classifier, double margin) {
        Objects.requireNonNull(classifier, "classifier");
        return new ScoredPairJudge(name, Set.of("civility"), margin, (request, answer, context) -> {
            // A cross-fitted classifier asks its fold that has not seen the row.
            StyleRow row = new StyleRow(request.answer(), List.of(request.answer()));
            return new Scored(classifier.civility(row, answer), TokenUsage.NONE);
        });
    }

    /**
     * Returns a judge by a detector: the lower score of a label wins, such as that of {@code toxic}. An answer with another label has
     * a score of 1 less the detector's.
     *
     * @param name identifies the detector
     * @param aspects the names of the aspects that the detector stands for
     * @param label the label of bad answers
     * @param margin the largest difference of the scores that is a tie
     */
    public static ScoredPairJudge ofDetector(
            String name, Set<String> aspects, Detector detector, String label, double margin) {
        Objects.requireNonNull(detector, "detector");
        return new ScoredPairJudge(name, aspects, margin, (request, answer, context) -> {
            Detection detection = detector.detect(request.withAnswer(answer), context);
            double bad = detection.label().equals(label) ? detection.score() : 1 - detection.score();
            return new Scored(1 - bad, detection.usage());
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean supports(Aspect aspect) {
        return aspects.contains(aspect.name());
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public PairVerdict judge(
            CorrectionRequest request, String first, String second, Aspect aspect, CorrectionContext context) {
        Scored one = score.score(request, first, context);
        Scored other = score.score(request, second, context);
        String rationale = String.format(Locale.ROOT, "%.4f against %.4f", one.value(), other.value());
        return new PairVerdict(
                preference(one.value() - other.value()), rationale, one.usage().plus(other.usage()));
    }

    private Preference preference(double difference) {
        if (Math.abs(difference) <= margin) {
            return Preference.TIE;
        }
        return difference > 0 ? Preference.FIRST : Preference.SECOND;
    }
}
