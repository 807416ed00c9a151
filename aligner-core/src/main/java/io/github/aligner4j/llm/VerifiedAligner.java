// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.llm.CompletionAligner.Scored;
import io.github.aligner4j.llm.Deletions.Deletion;
import io.github.aligner4j.streaming.WindowJoiner;
import io.github.aligner4j.text.LineMarkers;
import io.github.aligner4j.text.Sentences;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps corrections that fulfil a {@link CorrectionVerification}, and replaces others as described there. */
final class VerifiedAligner extends DelegatingAligner {

    private static final int MAX_SENTENCES = 16;

    /** Words that an answer may lose more for a score that is lower by 1. */
    private static final double WORDS_PER_SCORE = 10;

    /** Maximum number of shortened answers whose log probability is computed. */
    private static final int MAX_SCORED = 12;

    private final CompletionAligner corrector;
    private final Detector detector;
    private final CorrectionVerification verification;

    VerifiedAligner(CompletionAligner corrector, Detector detector, CorrectionVerification verification) {
        super(corrector);
        this.corrector = corrector;
        this.detector = detector;
        this.verification = verification;
    }

    @Override
    protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
        long started = System.nanoTime();
        CorrectionContext held = context.withoutListener();
        Readings readings = new Readings(request, held, null);
        Correction written = written(readings);
        context.cancellation().throwIfCancelled();
        context.emit(written.answer());
        return Correction.of(
                        request.answer(),
                        written.answer(),
                        written.usage().plus(readings.usage),
                        Duration.ofNanos(System.nanoTime() - started))
                .withContextUse(written.contextUse());
    }

    private Correction written(Readings readings) {
        CorrectionRequest request = readings.request;
        try {
            Scored written = marked(corrector.scored(request, readings.context));
            Correction correction = written.correction();
            if (isKept(written, readings)) {
                return correction;
            }
            String answer = replacement(readings).orElse(request.answer());
            return Correction.of(request.answer(), answer, correction.usage(), correction.elapsed())
                    .withContextUse(correction.contextUse());
        } catch (CorrectionRejectedException e) {
            return replacement(readings)
                    .map(answer -> Correction.of(request.answer(), answer))
                    .orElseThrow(() -> e);
        }
    }

    /** Returns the correction with the marker of the answer's first line, if the model left it out. */
    private static Scored marked(Scored written) {
        Correction correction = written.correction();
        String marker = LineMarkers.of(correction.original());
        String answer = correction.answer();
        if (marker.isEmpty() || answer.isBlank() || !LineMarkers.of(answer).isEmpty()) {
            return written;
        }
        Correction marked = Correction.of(
                        correction.original(), marker + answer, correction.usage(), correction.elapsed())
                .withContextUse(correction.contextUse());
        return new Scored(marked, written.logprob());
    }

    private Optional<String> replacement(Readings readings) {
        DeletionConditions conditions = verification.deletion();
        if (conditions == null) {
            return Optional.empty();
        }
        Optional<String> sentences = sentences(readings, conditions);
        return sentences.isPresent() ? sentences : readings.shortened(conditions);
    }

    /** Returns the answer with each sentence corrected that the detector finds by itself; empty if the outcome doesn't pass. */
    private Optional<String> sentences(Readings readings, DeletionConditions conditions) {
        CorrectionRequest request = readings.request;
        List<String> sentences = Sentences.of(request.answer());
        if (sentences.size() < 2 || sentences.size() > MAX_SENTENCES) {
            return Optional.empty();
        }
        List<Double> scores =
                readings.scores(sentences.stream().map(String::strip).toList());
        WindowJoiner joined = new WindowJoiner(CorrectionContext.DEFAULT);
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            String words = sentence.strip();
            int start = sentence.indexOf(words);
            joined.space(sentence.substring(0, start));
            if (!words.isEmpty()) {
                boolean found = scores.get(i) >= conditions.minScore();
                joined.corrected(words, found ? sentence(readings, words, scores.get(i)) : words);
            }
            joined.space(sentence.substring(start + words.length()));
        }
        String left = joined.finish();
        boolean passes = !left.equals(request.answer())
                && !left.isBlank()
                && corrector.passes(request, left)
                && readings.scores(List.of(left)).get(0) < conditions.maxScore();
        return passes ? Optional.of(left) : Optional.empty();
    }

    /**
     * Returns the correction of a sentence by itself.
     *
     * @param answer readings of the answer, whose usage that of the sentence is added to
     * @param score the score of the sentence
     */
    private String sentence(Readings answer, String words, double score) {
        Readings sentence = new Readings(answer.request.withAnswer(words), answer.context, score);
        try {
            Correction written = written(sentence);
            answer.usage = answer.usage.plus(written.usage());
            return written.answer();
        } catch (CorrectionRejectedException e) {
            return words;
        } finally {
            answer.usage = answer.usage.plus(sentence.usage);
        }
    }

    private boolean isKept(Scored written, Readings readings) {
        Correction correction = written.correction();
        return correction.changed()
                && written.logprob() >= verification.minLogprob()
                && (correction.answer().isBlank()
                        || readings.scores(List.of(correction.answer())).get(0) < verification.maxScore());
    }

    /** Readings of changed answers by the detector. */
    private final class Readings {

        private final CorrectionRequest request;
        private final CorrectionContext context;
        private final @Nullable Double known;
        private TokenUsage usage = TokenUsage.NONE;

        /**
         * Creates it.
         *
         * @param known the score of the answer, if it was read before
         */
        Readings(CorrectionRequest request, CorrectionContext context, @Nullable Double known) {
            this.request = request;
            this.context = context;
            this.known = known;
        }

        private double score() {
            return known == null ? scores(List.of(request.answer())).get(0) : known;
        }

        /** Returns the detector's scores of {@code answers}. */
        List<Double> scores(List<String> answers) {
            List<Detection> detections =
                    detector.detectAll(answers.stream().map(request::withAnswer).toList(), context);
            detections.forEach(each -> usage = usage.plus(each.usage()));
            return detections.stream().map(Detection::score).toList();
        }

        /** Returns the answer without some of its words; empty if no deletion fulfils the conditions. */
        Optional<String> shortened(DeletionConditions conditions) {
            List<Deletion> deletions = Deletions.of(request.answer(), conditions.words());
            if (deletions.isEmpty() || score() < conditions.minScore()) {
                return Optional.empty();
            }
            List<Double> scores =
                    scores(deletions.stream().map(Deletion::answer).toList());
            List<String> civil = IntStream.range(0, deletions.size())
                    .filter(i -> scores.get(i) < conditions.maxScore())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> deletions.get(i).words() + WORDS_PER_SCORE * scores.get(i)))
                    .limit(MAX_SCORED)
                    .map(i -> deletions.get(i).answer())
                    .toList();
            List<OptionalDouble> logprobs = corrector.logprobs(request, civil, context);
            return IntStream.range(0, civil.size())
                    .filter(i -> logprobs.get(i).orElse(Double.NEGATIVE_INFINITY) >= conditions.minLogprob())
                    .mapToObj(civil::get)
                    .filter(answer -> corrector.passes(request, answer))
                    .findFirst();
        }
    }
}
