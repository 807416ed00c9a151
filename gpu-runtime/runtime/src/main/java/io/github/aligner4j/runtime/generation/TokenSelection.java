package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chooses a sequence's next token: logits processors in the order of transformers, then a sampler. */
final class TokenSelection {

    /** Returned for a token when the most likely one would break a character: it takes all logits to say which comes next. */
    static final int UNDECIDED = -1;

    private static final float[] NO_LOGITS = {};

    private enum Mode {
        GREEDY,
        LOGITS,
        FORCED
    }

    private final List<LogitsProcessor> processors;
    private final Sampler sampler;
    private final Mode mode;
    private final @Nullable CopyConstraint prior;
    private final boolean scored;
    private Utf8Constraint characters = new Utf8Constraint(Utf8Transitions.UNKNOWN);
    private boolean undecided;
    private boolean lost;
    private double logLikelihood;

    private TokenSelection(
            List<LogitsProcessor> processors,
            Sampler sampler,
            Mode mode,
            @Nullable CopyConstraint prior,
            boolean scored) {
        this.processors = processors;
        this.sampler = sampler;
        this.mode = mode;
        this.prior = prior;
        this.scored = scored;
    }

    /** Lets it choose no token that breaks a character; to be called before the first choice. */
    TokenSelection keepingCharacters(Utf8Transitions transitions) {
        characters = new Utf8Constraint(transitions);
        return this;
    }

    /** Returns the selection that {@code parameters} describe; a seed makes it repeatable. */
    static TokenSelection of(SamplingParameters parameters) {
        return of(parameters, null, false);
    }

    /** Returns the selection that {@code parameters} describe, with a prior of its own. */
    static TokenSelection of(SamplingParameters parameters, @Nullable CopyConstraint prior, boolean scored) {
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
     * nothing if that was not asked for. Negative infinity if it had left its prediction, and there would have broken a
     * character: then it had lost its way.
     */
    OptionalDouble logLikelihood() {
        return scored ? OptionalDouble.of(lost ? Double.NEGATIVE_INFINITY : logLikelihood) : OptionalDouble.empty();
    }

    /**
     * Returns whether the most likely token is enough: plain greedy choice never leaves the device, unless it would break a
     * character.
     */
    boolean onDevice() {
        return mode != Mode.LOGITS && !undecided;
    }

    /** Returns whether the last answer was {@link #UNDECIDED}. */
    boolean undecided() {
        return undecided;
    }

    /** Returns whether the last token chosen leaves a character unfinished. */
    boolean insideCharacter() {
        return characters.inside();
    }

    /**
     * Returns the token that follows the token scored in {@code row}, or {@link #UNDECIDED}: then {@code row} is to be scored
     * again with all logits, as {@link #onDevice()} says.
     */
    int next(Scores scores, int row, BitSet seen) {
        return switch (mode) {
            case GREEDY -> greedy(scores, row);
            case FORCED -> sampler.choose(NO_LOGITS);
            case LOGITS -> choose(scores, row, seen);
        };
    }

    private int greedy(Scores scores, int row) {
        int token = scores.greedy(row);
        if (!characters.allows(token)) {
            if (!undecided) {
                undecided = true;
                return UNDECIDED;
            }
            float[] logits = scores.logits(row);
            characters.process(logits);
            token = sampler.choose(logits);
        }
        undecided = false;
        characters.chosen(token);
        return token;
    }

    private int choose(Scores scores, int row, BitSet seen) {
        float[] said = scored ? scores.logits(row) : NO_LOGITS;
        int token = select(scores.logits(row), seen);
        return chosen(characters.allows(token) ? token : whole(scores.logits(row), seen), said);
    }

    /** Chooses among the tokens that break no character. Who would break one has lost its way, and had better copy. */
    private int whole(float[] logits, BitSet seen) {
        int next = prior == null ? CopyConstraint.NONE : prior.next();
        if (next != CopyConstraint.NONE && characters.allows(next)) {
            return next;
        }
        lost = prior != null;
        characters.process(logits);
        return select(logits, seen);
    }

    int choose(float[] logits, BitSet seen) {
        float[] said = scored ? logits.clone() : NO_LOGITS;
        return chosen(select(logits, seen), said);
    }

    private int select(float[] logits, BitSet seen) {
        processors.forEach(processor -> processor.process(logits, seen));
        return sampler.choose(logits);
    }

    private int chosen(int token, float[] said) {
        characters.chosen(token);
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
