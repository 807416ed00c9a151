// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.scoring;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.score.ScoreScale;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.Prompts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Asks a model whether a correction means what the answer means: whether each of the two follows from the other. The score is 1 if both
 * do, 0.5 if one does, and 0 if none does. An answer that was not changed has the score 1 without a call; any other takes two calls.
 *
 * <p>A correction that removes what is harmful loses some of the answer's meaning on purpose, so the score is about over-correction only
 * for clean answers.
 */
public final class MeaningScorer implements AnswerScorer {

    /** The label of a second text that follows from a first. */
    public static final String FOLLOWS = "follows";

    /** The label of one that does not. */
    public static final String DOES_NOT_FOLLOW = "does not follow";

    /** The number of calls that a changed answer takes. */
    public static final int CALLS = 2;

    private static final ScoreScale SCALE = new ScoreScale(
            ScoreScale.MEANING_KEPT,
            "whether the correction follows from the answer, and the answer from the correction, as a chat model says",
            true,
            "");

    private final Detector entailment;
    private final Supplier<CorrectionContext> contexts;

    /**
     * Creates a scorer.
     *
     * @param entailment says {@link #FOLLOWS} or {@link #DOES_NOT_FOLLOW} of a request's answer, given the only passage of its context
     * @param contexts gives each call its limits
     */
    public MeaningScorer(Detector entailment, Supplier<CorrectionContext> contexts) {
        this.entailment = Objects.requireNonNull(entailment, "entailment");
        this.contexts = Objects.requireNonNull(contexts, "contexts");
    }

    /** Returns a scorer that asks {@code model} with this module's prompt; a reply that is no label is an error. */
    public static MeaningScorer of(ChatCompletionModel model) {
        return new MeaningScorer(
                new PromptDetector(prompts(), model, List.of(FOLLOWS, DOES_NOT_FOLLOW)),
                () -> CorrectionContext.DEFAULT);
    }

    @Override
    public ScoreScale scale() {
        return SCALE;
    }

    @Override
    public OptionalDouble score(ComparisonRow row, String answer) {
        String original = row.request().answer();
        if (original.equals(answer)) {
            return OptionalDouble.of(1);
        }
        if (original.isBlank() || answer.isBlank()) {
            return OptionalDouble.of(0);
        }
        return OptionalDouble.of((follows(row, original, answer) + follows(row, answer, original)) / 2);
    }

    private double follows(ComparisonRow row, String premise, String conclusion) {
        CorrectionRequest request = CorrectionRequest.builder(row.request().question(), conclusion)
                .context(List.of(premise))
                .build();
        Detection detection = entailment.detect(request, contexts.get());
        return detection.label().equals(FOLLOWS) ? 1 : 0;
    }

    private static Prompts prompts() {
        try (InputStream file = Objects.requireNonNull(
                MeaningScorer.class.getResourceAsStream("entailment.prompt"), "entailment.prompt")) {
            return Prompts.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the prompt file 'entailment' can't be read from aligner-evaluation's jar", e);
        }
    }
}
