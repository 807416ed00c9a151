package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.model.Scores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How one sequence chooses its next token: logits processors in the order of transformers, then a sampler. */
final class TokenSelection {

    private static final float[] NO_LOGITS = {};

    private enum Mode {
        GREEDY,
        LOGITS,
        FORCED
    }

    private final List<LogitsProcessor> processors;
    private final Sampler sampler;
    private final Mode mode;
    private final @Nullable CopyPrior prior;
    private final boolean scored;
    private double logLikelihood;

    private TokenSelection(
            List<LogitsProcessor> processors, Sampler sampler, Mode mode, @Nullable CopyPrior prior, boolean scored) {
        this.processors = processors;
        this.sampler = sampler;
        this.mode = mode;
        this.prior = prior;
        this.scored = scored;
    }

    /** Returns the selection that {@code parameters} describe; a seed makes it repeatable. */
    static TokenSelection of(SamplingParameters parameters) {
        return of(parameters, null, false);
    }

    /** Returns the selection that {@code parameters} describe, with a prior of its own. */
    static TokenSelection of(SamplingParameters parameters, @Nullable CopyPrior prior, boolean scored) {
        List<LogitsProcessor> processors = new ArrayList<>();
        if (prior != null) {
            processors.add(prior);
        }
        if (parameters.repetitionPenalty() != 1.0) {
            processors.add(new RepetitionPenalty((float) parameters.repetitionPenalty()));
        }
        if (parameters.greedy()) {
            Mode mode = processors.isEmpty() && !scored ? Mode.GREEDY : Mode.LOGITS;
            return new TokenSelection(processors, Sampler.ARGMAX, mode, prior, scored);
        }
        if (parameters.temperature() != 1.0) {
            processors.add(new Temperature((float) parameters.temperature()));
        }
        if (parameters.topK() > 0) {
            processors.add(new TopK(parameters.topK()));
        }
        if (parameters.topP() < 1.0) {
            processors.add(new TopP(parameters.topP()));
        }
        return new TokenSelection(processors, Sampler.drawing(randomOf(parameters)), Mode.LOGITS, prior, scored);
    }

    /** Returns a selection that says {@code tokens}, and the last of them for ever, whatever the model thinks. */
    static TokenSelection forced(List<Integer> tokens, boolean scored) {
        Iterator<Integer> left = tokens.iterator();
        int last = tokens.get(tokens.size() - 1);
        Sampler sampler = logits -> left.hasNext() ? left.next() : last;
        return new TokenSelection(List.of(), sampler, scored ? Mode.LOGITS : Mode.FORCED, null, scored);
    }

    /**
     * Returns how likely the model found the tokens chosen so far, whatever processors made of that: a natural logarithm, or
     * nothing if that was not asked for.
     */
    OptionalDouble logLikelihood() {
        return scored ? OptionalDouble.of(logLikelihood) : OptionalDouble.empty();
    }

    /** Returns whether the most likely token is enough: plain greedy choice never leaves the device. */
    boolean onDevice() {
        return mode != Mode.LOGITS;
    }

    /** Returns the token that follows the token scored in {@code row}. */
    int next(Scores scores, int row, BitSet seen) {
        return switch (mode) {
            case GREEDY -> scores.greedy(row);
            case FORCED -> sampler.choose(NO_LOGITS);
            case LOGITS -> choose(scores.logits(row), seen);
        };
    }

    int choose(float[] logits, BitSet seen) {
        float[] said = scored ? logits.clone() : NO_LOGITS;
        processors.forEach(processor -> processor.process(logits, seen));
        int token = sampler.choose(logits);
        if (prior != null) {
            prior.chosen(token);
        }
        if (scored) {
            logLikelihood += Probabilities.logProbability(said, token);
        }
        return token;
    }

    private static RandomGenerator randomOf(SamplingParameters parameters) {
        return parameters.seed().isPresent()
                ? new SplittableRandom(parameters.seed().getAsLong())
                : new SplittableRandom();
    }
}
