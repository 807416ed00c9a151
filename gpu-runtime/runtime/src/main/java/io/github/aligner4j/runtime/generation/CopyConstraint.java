// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * A logits processor that keeps a greedy completion close to its prediction (see {@link GenerationOptions#copyBias()}).
 *
 * <p><b>Why.</b> A small model that copies finds its position in the text by the preceding tokens, as an induction head
 * does. Where tokens repeat, it may lose its position: it loops, skips phrases, or continues in the wrong row of a table.
 * The prediction is known here, so the position is known, too.
 *
 * <p><b>While copying,</b> the bias is added to the logit of the next token of the prediction. Tokens that follow the same
 * token elsewhere in the prediction are ruled out, unless they come within the next {@value #MAX_DELETED} positions (a
 * deletion) and the text is not a run such as {@code _ _ _}. Within a word the bonus is {@value #WITHIN_WORD} times as
 * large, and no edit begins with the rest of a nearby word, so that {@code This assumption} never becomes
 * {@code Thisumption}.
 *
 * <p><b>After leaving the prediction,</b> the bias is added to the tokens of the next {@value #MAX_DELETED} positions, and
 * multiplied as the edit grows longer. Copying resumes when the output contains one of the {@value #MAX_REPLACED} tokens
 * from there on.
 *
 * <p><b>Undertrained tokens are always copied</b> ({@link #copying}), because their logits are noise. Such a token gets the
 * largest logit of the tokens after it, which are ruled out, so that edits before it are still possible.
 *
 * <p>The constants were chosen by hand on development data; design note 0012 describes the error that each rule prevents,
 * and the measurements. A bias of 0 means that no constraint is created at all.
 *
 * <p>Holds the state of one sequence, which reports every token that it {@linkplain #chosen chose}.
 */
final class CopyConstraint implements LogitsProcessor {

    /** The result of {@link #next()} if nothing is being copied. */
    static final int NONE = -1;

    /** Maximum number of tokens that a deletion is expected to skip. */
    private static final int MAX_DELETED = 3;

    /** Maximum number of tokens of the prediction that an edit is expected to replace. */
    private static final int MAX_REPLACED = 12;

    /** Number of preceding tokens within which a repeated pair of tokens counts as a run. */
    private static final int RUN = 8;

    /** The position after the completion has left the prediction. */
    private static final int LEFT = -1;

    /** Multiple of the bias for a token that continues a word. */
    private static final int WITHIN_WORD = 3;

    /** Number of tokens that most replacements need; from the second token beyond it on, each adds the bias once more. */
    private static final int USUAL_REPLACEMENT = 4;

    private final int[] prediction;
    private final BitSet within;
    private final int before;
    private final float bias;
    private BitSet copied = new BitSet();
    private int position;
    private int leftAt;
    private int away;

    /**
     * Creates a constraint.
     *
     * @param prediction tokens of the prediction and the end of sequence
     * @param within indexes of those that continue a word
     * @param before token before the prediction
     * @param bias bonus to the logits of copied tokens, in nats
     */
    CopyConstraint(int[] prediction, BitSet within, int before, double bias) {
        this.prediction = prediction;
        this.within = within;
        this.before = before;
        this.bias = (float) bias;
    }

    /** Sets the indexes of tokens that are always copied, the end not among them. */
    CopyConstraint copying(BitSet always) {
        copied = always;
        return this;
    }

    @Override
    public void process(float[] logits, BitSet seen) {
        if (position == LEFT) {
            raise(logits, Math.min(leftAt + 1, prediction.length - 1), leftAt + 1 + MAX_DELETED);
            keepUnknown(logits, leftAt + 1, leftAt + MAX_REPLACED);
        } else if (position < prediction.length) {
            follow(logits);
            keepUnknown(logits, position, position + 1 + MAX_DELETED);
        }
    }

    private void follow(float[] logits) {
        int next = prediction[position];
        int last = tokenBefore(position);
        for (int i = 0; i < prediction.length; i++) {
            if (i != position && (tokenBefore(i) == last || isRest(i)) && !isNear(prediction[i])) {
                logits[prediction[i]] = Float.NEGATIVE_INFINITY;
            }
        }
        // After an undertrained token, the model hardly knows its position.
        boolean held = within.get(position) || (position > 0 && copied.get(position - 1));
        logits[next] += held ? WITHIN_WORD * bias : bias;
    }

    /**
     * Gives the first token that is always copied the largest logit of the tokens after it and of the end, and rules these
     * out.
     */
    private void keepUnknown(float[] logits, int from, int end) {
        int kept = copied.nextSetBit(from);
        if (kept < 0) {
            return;
        }
        if (kept == position) {
            Arrays.fill(logits, Float.NEGATIVE_INFINITY);
            logits[prediction[kept]] = 0;
            return;
        }
        float max = Math.max(logits[prediction[kept]], forbid(logits, prediction[prediction.length - 1]));
        for (int i = kept + 1; i < Math.min(prediction.length, end); i++) {
            int token = prediction[i];
            if (IntStream.rangeClosed(from, kept).noneMatch(earlier -> prediction[earlier] == token)) {
                max = Math.max(max, forbid(logits, token));
            }
        }
        if (kept < end) {
            logits[prediction[kept]] = max;
        }
    }

    private static float forbid(float[] logits, int token) {
        float before = logits[token];
        logits[token] = Float.NEGATIVE_INFINITY;
        return before;
    }

    /** Adds the bias to each distinct token of a range once. */
    private void raise(float[] logits, int from, int to) {
        float pull = bias * Math.max(1, away - USUAL_REPLACEMENT);
        IntStream.range(Math.min(from, prediction.length), Math.min(to, prediction.length))
                .filter(i -> !within.get(i))
                .map(i -> prediction[i])
                .distinct()
                .forEach(token -> logits[token] += pull);
    }

    /** Returns the token that would be copied next, or {@link #NONE}. */
    int next() {
        return position == LEFT || position >= prediction.length ? NONE : prediction[position];
    }

    /** Records the chosen token. */
    void chosen(int token) {
        if (position != LEFT && position < prediction.length && prediction[position] == token) {
            position++;
            return;
        }
        int from = position == LEFT ? leftAt : position + 1;
        leftAt = position == LEFT ? leftAt : position;
        away = position == LEFT ? away + 1 : 1;
        position = LEFT;
        for (int i = from; i < Math.min(prediction.length, leftAt + MAX_REPLACED); i++) {
            if (resumesAt(i, token)) {
                position = i + 1;
                return;
            }
        }
    }

    private boolean resumesAt(int index, int token) {
        return prediction[index] == token && (copied.get(index) || !within.get(index));
    }

    /** Returns whether the token continues a nearby word, where it would look like a resumed copy. */
    private boolean isRest(int index) {
        return within.get(index) && index > position && index < position + MAX_REPLACED;
    }

    /**
     * Returns whether the token is the next one or one soon after it; within a run ({@code _ _ _ 2 _}) and at its end, only
     * the next one.
     */
    private boolean isNear(int token) {
        if (prediction[position] == token) {
            return true;
        }
        boolean run = goesOn(token) || goesOn(prediction[position]);
        int end = run ? position + 1 : Math.min(prediction.length, position + 1 + MAX_DELETED);
        return IntStream.range(position, end).anyMatch(i -> prediction[i] == token && !within.get(i));
    }

    /** Returns whether the last token followed by this one occurred shortly before. */
    private boolean goesOn(int token) {
        return IntStream.range(Math.max(0, position - RUN), position)
                .anyMatch(i -> prediction[i] == token && tokenBefore(i) == tokenBefore(position));
    }

    private int tokenBefore(int index) {
        return index == 0 ? before : prediction[index - 1];
    }
}
