package io.github.aligner4j.runtime.generation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Keeps a completion to its prediction (see {@link GenerationOptions#copyBias()}): a prior for
 * models that copy and correct, and that tell places apart by what stands before them, so that repetitions lead them astray.
 *
 * <p>While the completion follows the prediction, the next token's logit is raised; tokens that elsewhere in the prediction
 * follow the same token are ruled out, unless they come within the next few places, as after a deletion, and this is no run.
 * Edits begin and end where words do: within one, the next token is raised more, and no edit begins with the rest of a word that
 * is left out ("as" + "sumption"). Once the completion has left the prediction, the tokens of the next few places are raised
 * alike, the more the longer it is away (else a model that has lost its way might say the same again and again), until one of
 * the places soon after is there.
 *
 * <p>Some tokens are always copied: those of which the model knows nothing. What would come in place of one gives it its logit.
 *
 * <p>For one sequence, which says what it chose.
 */
final class CopyConstraint implements LogitsProcessor {

    /** The result of {@link #next()} if nothing is being copied. */
    static final int NONE = -1;

    private static final int DELETED = 3;
    private static final int REPLACED = 12;
    private static final int RUN = 8;
    private static final int LEFT = -1;

    /** Multiple of the bias for a token that continues a word. */
    private static final int WITHIN = 3;

    /** Tokens that most replacements need; each further one adds the bias to the pull back. */
    private static final int AWAY = 4;

    private final int[] prediction;
    private final BitSet within;
    private final int before;
    private final float bias;
    private BitSet copied = new BitSet();
    private int place;
    private int leftAt;
    private int away;

    /**
     * Creates it.
     *
     * @param prediction tokens, with the end of sequence
     * @param within indexes of those that go on with a word
     * @param before the token before the prediction
     * @param bias in nats
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
        if (place == LEFT) {
            raise(logits, Math.min(leftAt + 1, prediction.length - 1), leftAt + 1 + DELETED);
            keep(logits, leftAt + 1, leftAt + REPLACED);
        } else if (place < prediction.length) {
            follow(logits);
            keep(logits, place, place + 1 + DELETED);
        }
    }

    private void follow(float[] logits) {
        int next = prediction[place];
        int last = tokenBefore(place);
        for (int i = 0; i < prediction.length; i++) {
            if (i != place && (tokenBefore(i) == last || isRest(i)) && !isNear(prediction[i])) {
                logits[prediction[i]] = Float.NEGATIVE_INFINITY;
            }
        }
        // Behind a token of which it knows nothing, the model hardly knows where it is.
        boolean held = within.get(place) || (place > 0 && copied.get(place - 1));
        logits[next] += held ? WITHIN * bias : bias;
    }

    /** Lets the first token that is always copied be as likely as what comes behind it, the end too, which has to wait. */
    private void keep(float[] logits, int from, int end) {
        int kept = copied.nextSetBit(from);
        if (kept < 0) {
            return;
        }
        if (kept == place) {
            Arrays.fill(logits, Float.NEGATIVE_INFINITY);
            logits[prediction[kept]] = 0;
            return;
        }
        float most = Math.max(logits[prediction[kept]], forbid(logits, prediction[prediction.length - 1]));
        for (int i = kept + 1; i < Math.min(prediction.length, end); i++) {
            int token = prediction[i];
            if (IntStream.rangeClosed(from, kept).noneMatch(earlier -> prediction[earlier] == token)) {
                most = Math.max(most, forbid(logits, token));
            }
        }
        if (kept < end) {
            logits[prediction[kept]] = most;
        }
    }

    private static float forbid(float[] logits, int token) {
        float before = logits[token];
        logits[token] = Float.NEGATIVE_INFINITY;
        return before;
    }

    /** A token that is there twice is raised once; the end is always there. */
    private void raise(float[] logits, int from, int to) {
        float pull = bias * Math.max(1, away - AWAY);
        IntStream.range(Math.min(from, prediction.length), Math.min(to, prediction.length))
                .filter(i -> !within.get(i))
                .map(i -> prediction[i])
                .distinct()
                .forEach(token -> logits[token] += pull);
    }

    /** Returns the token that would be copied next, or {@link #NONE}. */
    int next() {
        return place == LEFT || place >= prediction.length ? NONE : prediction[place];
    }

    /** Takes notice of the token that was chosen. */
    void chosen(int token) {
        if (place != LEFT && place < prediction.length && prediction[place] == token) {
            place++;
            return;
        }
        int from = place == LEFT ? leftAt : place + 1;
        leftAt = place == LEFT ? leftAt : place;
        away = place == LEFT ? away + 1 : 1;
        place = LEFT;
        for (int i = from; i < Math.min(prediction.length, leftAt + REPLACED); i++) {
            if (resumesAt(i, token)) {
                place = i + 1;
                return;
            }
        }
    }

    private boolean resumesAt(int index, int token) {
        return prediction[index] == token && (copied.get(index) || !within.get(index));
    }

    /** Returns true if the token continues a word nearby, so that copying could seem to continue there. */
    private boolean isRest(int index) {
        return within.get(index) && index > place && index < place + REPLACED;
    }

    /** Returns true if the token comes next or soon after; within a run ("_ _ _ 2 _") and at its end, only if it comes next. */
    private boolean isNear(int token) {
        if (prediction[place] == token) {
            return true;
        }
        boolean run = goesOn(token) || goesOn(prediction[place]);
        int end = run ? place + 1 : Math.min(prediction.length, place + 1 + DELETED);
        return IntStream.range(place, end).anyMatch(i -> prediction[i] == token && !within.get(i));
    }

    /** Returns true if the last token and this one have just occurred one behind the other. */
    private boolean goesOn(int token) {
        return IntStream.range(Math.max(0, place - RUN), place)
                .anyMatch(i -> prediction[i] == token && tokenBefore(i) == tokenBefore(place));
    }

    private int tokenBefore(int index) {
        return index == 0 ? before : prediction[index - 1];
    }
}
