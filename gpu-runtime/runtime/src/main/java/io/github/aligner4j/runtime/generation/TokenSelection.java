// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The choice of a sequence's next token: logits processors in the order of transformers, then a sampler. */
final class TokenSelection {

    /** The result of {@link #next} if the most likely token would break a character, so that all logits are needed. */
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
    private final @Nullable CopyConstraint constraint;
    private final Scoring scoring;
    private Utf8Constraint characters = new Utf8Constraint(Utf8Transitions.UNKNOWN);
    private boolean undecided;

    private TokenSelection(
            List<LogitsProcessor> processors,
            Sampler sampler,
            Mode mode,
            @Nullable CopyConstraint constraint,
            Scoring scoring) {
        this.processors = processors;
        this.sampler = sampler;
        this.mode = mode;
        this.constraint = constraint;
        this.scoring = scoring;
    }

    /** Rules out tokens that break a character; must be called before the first choice. */
    TokenSelection keepingCharacters(Utf8Transitions transitions) {
        characters = new Utf8Constraint(transitions);
        return this;
    }

    /** Returns the selection that {@code parameters} describe; a seed makes it repeatable. */
    static TokenSelection of(SamplingParameters parameters) {
        return of(parameters, null, Scoring.none());
    }

    /** Returns the selection that {@code parameters} describe, with a copy constraint. */
    static TokenSelection of(SamplingParameters parameters, @Nullable CopyConstraint constraint, Scoring scoring) {
        List<LogitsProcessor> processors = new ArrayList<>();
        if (constraint != null) {
            processors.add(constraint);
        }
        if (parameters.repetitionPenalty() != 1.0) {
            processors.add(new RepetitionPenalty((float) parameters.repetitionPenalty()));
        }
        if (parameters.greedy()) {
            Mode mode = processors.isEmpty() && !scoring.wanted() ? Mode.GREEDY : Mode.LOGITS;
            return new TokenSelection(processors, Sampler.ARGMAX, mode, constraint, scoring);
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
        return new TokenSelection(processors, Sampler.drawing(randomOf(parameters)), Mode.LOGITS, constraint, scoring);
    }

    /** Returns a selection that forces {@code tokens} (teacher forcing), then repeats the last one. */
    static TokenSelection forced(List<Integer> tokens, Scoring scoring) {
        Iterator<Integer> left = tokens.iterator();
        int last = tokens.get(tokens.size() - 1);
        Sampler sampler = logits -> left.hasNext() ? left.next() : last;
        return new TokenSelection(List.of(), sampler, scoring.wanted() ? Mode.LOGITS : Mode.FORCED, null, scoring);
    }

    /** Returns the log probabilities of the chosen tokens before any processor. */
    Scoring scoring() {
        return scoring;
    }

    /**
     * Returns whether the most likely token is enough, so that no logits are copied from the device: in plain greedy decoding,
     * unless that token would break a character.
     */
    boolean onDevice() {
        return mode != Mode.LOGITS && !undecided;
    }

    /** Returns whether the last result was {@link #UNDECIDED}. */
    boolean undecided() {
        return undecided;
    }

    /** Returns whether the last token leaves a character incomplete. */
    boolean insideCharacter() {
        return characters.inside();
    }

    /**
     * Returns the token that follows the token scored in {@code row}, or {@link #UNDECIDED} if {@code row} must be scored again
     * with all logits; {@link #onDevice()} is false then.
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
        int copied = copied(scores, row);
        if (copied != CopyConstraint.NONE) {
            return chosen(copied, NO_LOGITS);
        }
        float[] original = scoring.wanted() ? scores.logits(row) : NO_LOGITS;
        int token = select(scores.logits(row), seen);
        return chosen(characters.allows(token) ? token : whole(scores.logits(row), seen), original);
    }

    /**
     * Returns the token that would be copied next if it is also the most likely one: the constraint can only raise it, so that no
     * logits are needed. Returns {@link CopyConstraint#NONE} otherwise, and where more than the constraint reads the logits.
     */
    private int copied(Scores scores, int row) {
        int next = constraint == null || scoring.wanted() || processors.size() > 1
                ? CopyConstraint.NONE
                : constraint.next();
        return next != CopyConstraint.NONE && characters.allows(next) && scores.greedy(row) == next
                ? next
                : CopyConstraint.NONE;
    }

    /** Chooses among the tokens that break no character; a model that would break one copies if it can. */
    private int whole(float[] logits, BitSet seen) {
        int next = constraint == null ? CopyConstraint.NONE : constraint.next();
        if (next != CopyConstraint.NONE && characters.allows(next)) {
            return next;
        }
        if (constraint != null) {
            scoring.lose();
        }
        characters.process(logits);
        return select(logits, seen);
    }

    int choose(float[] logits, BitSet seen) {
        float[] original = scoring.wanted() ? logits.clone() : NO_LOGITS;
        return chosen(select(logits, seen), original);
    }

    private int select(float[] logits, BitSet seen) {
        processors.forEach(processor -> processor.process(logits, seen));
        return sampler.choose(logits);
    }

    private int chosen(int token, float[] original) {
        characters.chosen(token);
        if (constraint != null) {
            constraint.chosen(token);
        }
        if (scoring.wanted()) {
            scoring.chosen(original, token);
        }
        return token;
    }

    private static RandomGenerator randomOf(SamplingParameters parameters) {
        return parameters.seed().isPresent()
                ? new SplittableRandom(parameters.seed().getAsLong())
                : new SplittableRandom();
    }
}
