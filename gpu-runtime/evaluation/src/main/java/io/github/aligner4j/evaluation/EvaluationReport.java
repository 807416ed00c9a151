// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation;

import io.github.aligner4j.evaluation.longanswer.LongAnswers;
import io.github.aligner4j.evaluation.longanswer.LongReport;
import io.github.aligner4j.evaluation.outcome.CopyReport;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.outcome.Speed;
import io.github.aligner4j.evaluation.style.Baselines;
import io.github.aligner4j.evaluation.style.JudgeReport;
import io.github.aligner4j.evaluation.style.Judges;
import io.github.aligner4j.evaluation.style.StyleOutput;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.StyleScore;
import io.github.aligner4j.evaluation.style.ToxicLexicon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The results of an {@link Evaluation}; {@code aligner evaluate --json} prints it.
 *
 * @param style scores of the Aligner and the baselines; empty if no single sentences were corrected
 * @param rejected number of sentences whose correction was rejected; they count as unchanged
 * @param failed number of sentences whose correction failed otherwise; they count as unchanged
 * @param judges accuracy of the judges
 * @param lexicon lexicon of the baseline that deletes rude words
 * @param copies results for good answers
 * @param longAnswers results for good answers with rude sentences in them
 * @param rows results for answers of which is known whether they need a correction
 * @param detectors scores of the Aligner's own detectors, by the label of their detections; empty without a detector
 * @param speed speed of each part
 */
public record EvaluationReport(
        List<StyleScore> style,
        long rejected,
        long failed,
        List<JudgeReport> judges,
        Optional<Lexicon> lexicon,
        Optional<CopyReport> copies,
        Optional<LongReport> longAnswers,
        Optional<RowsReport> rows,
        Map<String, DetectorReport> detectors,
        Map<String, Speed> speed) {

    /** Name of the Aligner in {@link #style}. */
    public static final String ALIGNER = "Aligner";

    /**
     * A lexicon of rude words.
     *
     * @param size number of words
     * @param threshold the minimum log odds of a word to be on the rude side
     * @param words the words, in alphabetical order
     */
    public record Lexicon(int size, double threshold, List<String> words) {

        private static Lexicon of(ToxicLexicon lexicon) {
            return new Lexicon(lexicon.words().size(), lexicon.threshold(), lexicon.sorted());
        }
    }

    /** Copies the lists. */
    public EvaluationReport {
        style = List.copyOf(style);
        judges = List.copyOf(judges);
    }

    /**
     * Reports {@code evaluation}.
     *
     * @param windowCharacters maximum length of the windows that are counted in good answers, at least 2
     */
    public static EvaluationReport of(Evaluation evaluation, Judges judges, int windowCharacters) {
        List<Outcome> sentences = evaluation.sentences();
        return new EvaluationReport(
                style(evaluation, judges),
                Outcome.count(sentences, Ending.REJECTED),
                Outcome.count(sentences, Ending.FAILED),
                judges.reports(),
                judges.lexicon().map(Lexicon::of),
                unlessEmpty(evaluation.goodAnswers()).map(outcomes -> CopyReport.of(outcomes, windowCharacters)),
                unlessEmpty(evaluation.longAnswers())
                        .map(outcomes -> LongReport.of(outcomes, LongAnswers.DEFAULT, judges.byName())),
                unlessEmpty(evaluation.rows())
                        .map(outcomes -> RowsReport.of(evaluation.data().rows(), outcomes)),
                DetectorReport.all(evaluation),
                evaluation.speed());
    }

    /** Returns whether no correction failed; rejections do not count as failures. */
    public boolean good() {
        return failed
                        + copies.map(CopyReport::failed).orElse(0L)
                        + longAnswers.map(LongReport::failed).orElse(0L)
                        + rows.map(RowsReport::failed).orElse(0L)
                == 0;
    }

    private static <T> Optional<List<T>> unlessEmpty(List<T> outcomes) {
        return Optional.of(outcomes).filter(some -> !some.isEmpty());
    }

    private static List<StyleScore> style(Evaluation evaluation, Judges judges) {
        List<StyleRow> rows = evaluation.data().sentences();
        List<StyleScore> scores = new ArrayList<>();
        if (!rows.isEmpty()) {
            scores.add(StyleScore.of(ALIGNER, outputs(rows, evaluation.sentences()), judges.byName()));
            scores.add(StyleScore.of("doing nothing", Baselines.nothing(rows), judges.byName()));
            judges.lexicon()
                    .map(lexicon -> Baselines.deletion(rows, lexicon))
                    .ifPresent(outputs -> scores.add(StyleScore.of("deleting rude words", outputs, judges.byName())));
            List<StyleOutput> human = Baselines.human(rows);
            if (!human.isEmpty()) {
                scores.add(StyleScore.of("human, against the others", human, judges.byName()));
            }
        }
        return scores;
    }

    private static List<StyleOutput> outputs(List<StyleRow> rows, List<Outcome> outcomes) {
        List<StyleOutput> outputs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            outputs.add(new StyleOutput(rows.get(i), outcomes.get(i).output()));
        }
        return outputs;
    }
}
