package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.longanswer.LongAnswers;
import io.github.aligner4j.evaluation.longanswer.LongOutcome;
import io.github.aligner4j.evaluation.longanswer.LongReport;
import io.github.aligner4j.evaluation.outcome.CopyReport;
import io.github.aligner4j.evaluation.outcome.Difference;
import io.github.aligner4j.evaluation.outcome.Outcome;
import io.github.aligner4j.evaluation.outcome.Speed;
import io.github.aligner4j.evaluation.style.Baselines;
import io.github.aligner4j.evaluation.style.JudgeReport;
import io.github.aligner4j.evaluation.style.StyleOutput;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.evaluation.style.StyleScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was found out about an Aligner; written as JSON.
 *
 * @param style the Aligner and the baselines; empty if no single sentences were corrected
 * @param rejected of the Aligner's sentences; they count as left as they were
 * @param failed likewise
 * @param judges how good the judges are
 * @param lexicon of the baseline that deletes words
 * @param copies of good answers
 * @param longAnswers good answers with rude sentences in them
 * @param speed of each part
 */
record Evaluation(
        List<StyleScore> style,
        long rejected,
        long failed,
        List<JudgeReport> judges,
        Optional<Lexicon> lexicon,
        Optional<CopyReport> copies,
        Optional<LongReport> longAnswers,
        Map<String, Speed> speed) {

    static final String ALIGNER = "Aligner";

    /**
     * A lexicon of rude words.
     *
     * @param size how many words
     * @param threshold how much more frequent they are on the rude side, as a logarithm of odds
     * @param words in alphabetical order
     */
    record Lexicon(int size, double threshold, List<String> words) {}

    Evaluation {
        style = List.copyOf(style);
        judges = List.copyOf(judges);
    }

    /** Whether every correction came or was rejected, as opposed to failed. */
    boolean good() {
        return failed
                        + copies.map(CopyReport::failed).orElse(0L)
                        + longAnswers.map(LongReport::failed).orElse(0L)
                == 0;
    }

    /** Runs an evaluation. */
    static final class Run {

        private final EvaluationInput.Material material;
        private final Judges judges;
        private final int windowCharacters;
        private final int callers;
        private final EvaluationTrail trail;

        private final Map<String, Speed> speed = new LinkedHashMap<>();

        /**
         * Prepares it.
         *
         * @param trail is told each output
         */
        Run(
                EvaluationInput.Material material,
                Judges judges,
                int windowCharacters,
                int callers,
                EvaluationTrail trail) {
            this.material = material;
            this.judges = judges;
            this.windowCharacters = windowCharacters;
            this.callers = callers;
            this.trail = trail;
        }

        Evaluation of(Aligner aligner, Progress progress) {
            List<Outcome> sentences = corrected("style", aligner, sentences(), progress);
            List<Outcome> copied = corrected("copies", aligner, copies(), progress);
            List<Outcome> longOnes = corrected("long", aligner, longAnswers(), progress);
            return new Evaluation(
                    style(sentences),
                    Outcome.count(sentences, Outcome.Ending.REJECTED),
                    Outcome.count(sentences, Outcome.Ending.FAILED),
                    judges.reports(),
                    judges.lexicon().map(words -> new Lexicon(words.words().size(), words.threshold(), words.sorted())),
                    copies(copied),
                    longAnswers(longOnes),
                    speed);
        }

        private List<CorrectionRequest> sentences() {
            return material.style().stream()
                    .map(row -> CorrectionRequest.of("", row.text()))
                    .toList();
        }

        private List<CorrectionRequest> copies() {
            return material.copies();
        }

        private List<CorrectionRequest> longAnswers() {
            return material.longAnswers().stream()
                    .map(row -> CorrectionRequest.of(row.question(), row.answer()))
                    .toList();
        }

        private List<Outcome> corrected(
                String part, Aligner aligner, List<CorrectionRequest> requests, Progress progress) {
            if (requests.isEmpty()) {
                return List.of();
            }
            Corrections corrections = Corrections.of(aligner, requests, callers, progress);
            speed.put(part, corrections.speed());
            return corrections.outcomes();
        }

        private List<StyleScore> style(List<Outcome> outcomes) {
            List<StyleRow> rows = material.style();
            if (rows.isEmpty()) {
                return List.of();
            }
            List<StyleOutput> outputs = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                outputs.add(new StyleOutput(rows.get(i), outcomes.get(i).output()));
                trail.sentence(rows.get(i), outcomes.get(i));
            }
            List<StyleScore> scores = new ArrayList<>();
            scores.add(score(ALIGNER, outputs));
            scores.add(score("doing nothing", Baselines.nothing(rows)));
            judges.lexicon()
                    .ifPresent(lexicon -> scores.add(score("deleting rude words", Baselines.deletion(rows, lexicon))));
            List<StyleOutput> human = Baselines.human(rows);
            if (!human.isEmpty()) {
                scores.add(score("human, against the others", human));
            }
            return scores;
        }

        private StyleScore score(String system, List<StyleOutput> outputs) {
            return StyleScore.of(system, outputs, judges.byName());
        }

        private Optional<CopyReport> copies(List<Outcome> outcomes) {
            if (outcomes.isEmpty()) {
                return Optional.empty();
            }
            Difference.in(outcomes, windowCharacters).forEach(trail::difference);
            for (int i = 0; i < outcomes.size(); i++) {
                trail.copyThatFailed(i + 1, outcomes.get(i));
            }
            return Optional.of(CopyReport.of(outcomes, windowCharacters));
        }

        private Optional<LongReport> longAnswers(List<Outcome> outcomes) {
            if (outcomes.isEmpty()) {
                return Optional.empty();
            }
            List<LongOutcome> compared = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                compared.add(LongOutcome.of(material.longAnswers().get(i), outcomes.get(i)));
            }
            compared.forEach(trail::longAnswer);
            return Optional.of(LongReport.of(compared, LongAnswers.DEFAULT, judges.byName()));
        }
    }
}
