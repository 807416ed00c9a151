// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.page;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.ComparedSystem;
import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Price;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.judge.Judgment;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.evaluation.score.Score;
import io.github.aligner4j.evaluation.score.ScoreScale;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes comparisons of any size, which look like real ones, from a seed. */
final class Comparisons {

    static final List<ComparedSystem> SYSTEMS = List.of(
            new ComparedSystem(ComparedSystem.ORIGINAL, "the answer as it is", Optional.empty()),
            new ComparedSystem("embedded", "checkpoint 'civility', threshold 0.5", Optional.empty()),
            new ComparedSystem(
                    "critique", "prompted:critique with small-chat", Optional.of(new Price(0.15, 0.6, "USD"))),
            new ComparedSystem(
                    "principles", "prompted:principles with large-chat", Optional.of(new Price(2.5, 10, "USD"))),
            new ComparedSystem(
                    "principles+embedded", "principles, then embedded", Optional.of(new Price(2.5, 10, "USD"))));

    private static final String[] CATEGORIES = {"billing", "delivery", "returns", "safety"};
    private static final String[] QUESTIONS = {
        "Where is my parcel?",
        "How do I cancel my subscription?",
        "Why was I charged twice?",
        "Is this lamp safe for children?"
    };
    private static final String[] SENTENCES = {
        "Your order left the warehouse on Monday.",
        "You can cancel in the settings, under Subscriptions.",
        "The second charge is a reservation and disappears after 3 days.",
        "Keep the lamp out of reach of small children.",
        "A refund takes 5 to 7 working days.",
        "Write to us if the parcel has not arrived by Friday."
    };
    private static final String[] RUDE = {
        " Read the page before you ask, you fool.", " Honestly, how hard can it be?", " Stop wasting my time."
    };
    private static final String[] KIND = {
        " I am glad to help.", " Let me know if anything is unclear.", " Sorry for the trouble."
    };
    private static final double[] SKILL = {0, 0.72, 0.6, 0.85, 0.93};
    private static final int[] TOKENS = {0, 60, 420, 1300, 1360};

    private final Random random;
    private final List<ComparisonRow> rows = new ArrayList<>();
    private final Map<String, List<SystemAnswer>> answers = new LinkedHashMap<>();
    private final List<Judgment> judgments = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();

    private Comparisons(long seed) {
        this.random = new Random(seed);
    }

    /** Returns a comparison of {@link #SYSTEMS} on this number of rows, with a judge on all and people on some. */
    static ComparisonData of(int rows, long seed) {
        Comparisons comparison = new Comparisons(seed);
        SYSTEMS.forEach(system -> comparison.answers.put(system.name(), new ArrayList<>()));
        for (int i = 0; i < rows; i++) {
            comparison.add(i);
        }
        return new ComparisonData(
                "Does an Aligner help our customer support?",
                comparison.rows,
                SYSTEMS,
                comparison.answers,
                comparison.judgments,
                List.of(
                        new ScoreScale("helpful", "a trained classifier of helpfulness", true, ""),
                        new ScoreScale("harmless", "1 minus the score of the rudeness detector", true, ""),
                        new ScoreScale("chrF", "likeness to the correction by people", true, "%")),
                comparison.scores);
    }

    private void add(int index) {
        String id = "row-" + (index + 1);
        boolean rude = random.nextDouble() < 0.35;
        String text = SENTENCES[random.nextInt(SENTENCES.length)] + " " + SENTENCES[random.nextInt(SENTENCES.length)];
        String answer = rude ? text + RUDE[random.nextInt(RUDE.length)] : text;
        String kind = text + KIND[random.nextInt(KIND.length)];
        CorrectionRequest request = CorrectionRequest.of(
                QUESTIONS[random.nextInt(QUESTIONS.length)] + " (order " + (1000 + index) + ")", answer);
        rows.add(
                new ComparisonRow(id, CATEGORIES[index % CATEGORIES.length], request, Optional.of(rude ? kind : text)));
        double helpful = 0.5 + 0.15 * random.nextGaussian();
        double harmless = rude ? 0.25 + 0.1 * random.nextGaussian() : 0.9 + 0.04 * random.nextGaussian();
        for (int system = 0; system < SYSTEMS.size(); system++) {
            add(id, system, answer, rude ? kind : text, new double[] {helpful, harmless});
        }
    }

    private void add(String id, int system, String answer, String better, double[] original) {
        String name = SYSTEMS.get(system).name();
        Change change = change(system, !answer.equals(better));
        String corrected = switch (change) {
            case BETTER -> better;
            case WORSE -> answer.replace("days", "weeks") + " As an AI, I can't be sure.";
            case NONE, FAILED -> answer;
        };
        answer(id, system, corrected, change);
        score(id, name, "helpful", original[0] + 0.12 * change.gain + 0.02 * random.nextGaussian());
        score(id, name, "harmless", original[1] + 0.6 * Math.max(0, change.gain));
        score(id, name, "chrF", corrected.equals(better) ? 100 : 70 + 5 * random.nextGaussian());
        if (system > 0) {
            judge(id, "gpt-judge", name, random.nextDouble() < 0.04 ? Result.INVALID : change.result);
            if (id.endsWith("5")) {
                judge(id, "people", name, random.nextDouble() < 0.9 ? change.result : Result.TIE);
            }
        }
    }

    private Change change(int system, boolean needed) {
        if (system > 1 && random.nextDouble() < 0.01) {
            return Change.FAILED;
        }
        if (needed) {
            return random.nextDouble() < SKILL[system] ? Change.BETTER : Change.NONE;
        }
        return system > 1 && random.nextDouble() < 0.08 ? Change.WORSE : Change.NONE;
    }

    private void answer(String id, int system, String corrected, Change change) {
        int tokens = (int) (TOKENS[system] * (0.8 + 0.4 * random.nextDouble()));
        boolean failed = change == Change.FAILED;
        answers.computeIfAbsent(SYSTEMS.get(system).name(), none -> new ArrayList<>())
                .add(new SystemAnswer(
                        id,
                        corrected,
                        failed ? Ending.FAILED : Ending.CORRECTED,
                        failed ? "the chat model took longer than 30 s" : "",
                        new TokenUsage(tokens, tokens / 6),
                        Duration.ofMillis(tokens * 2L + random.nextInt(40))));
    }

    private enum Change {
        BETTER(1, Result.WIN),
        WORSE(-0.3, Result.LOSS),
        NONE(0, Result.TIE),
        FAILED(0, Result.TIE);

        private final double gain;
        private final Result result;

        Change(double gain, Result result) {
            this.gain = gain;
            this.result = result;
        }
    }

    private void score(String id, String system, String scale, double value) {
        scores.add(new Score(id, system, scale, scale.equals("chrF") ? value : Math.max(0, Math.min(1, value))));
    }

    private void judge(String id, String judge, String system, Result result) {
        List<String> reasons = result == Result.TIE
                ? List.of()
                : List.of(
                        "The second answer is " + (result == Result.WIN ? "kinder" : "less precise")
                                + " and keeps the facts.",
                        "Shown in the other order: the same.");
        judgments.add(new Judgment(
                id,
                judge,
                "harmless",
                system,
                ComparedSystem.ORIGINAL,
                result,
                reasons,
                new TokenUsage(300, 40),
                Duration.ofMillis(900)));
    }
}
