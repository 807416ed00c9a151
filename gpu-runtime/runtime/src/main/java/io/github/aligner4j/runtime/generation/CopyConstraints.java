// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Factory of the {@link CopyConstraint}s of one model. Safe for use by several threads. */
public final class CopyConstraints {

    /** A word that ends in a full-width character, as escaped markers of a frame do. */
    private static final Pattern ESCAPED = Pattern.compile("[!-~]*[\uFF1A\uFF5C]+");

    /** Number of tokens at its end by which a prediction is found in the prompt. */
    private static final int SUFFIX = 4;

    private static final int NONE = -1;

    /**
     * Minimum number of tokens of a character that is always copied; such characters were rare in the texts that the
     * vocabulary was trained on.
     */
    private static final int MIN_SPELT = 3;

    private final PromptTokenizer tokenizer;
    private final WordBoundaries boundaries;
    private final BitSet undertrained;

    /**
     * Creates a factory.
     *
     * @param undertrained tokens that hardly occurred in training, which are always copied
     */
    public CopyConstraints(PromptTokenizer tokenizer, BitSet undertrained) {
        this.tokenizer = tokenizer;
        this.boundaries = new WordBoundaries(tokenizer);
        this.undertrained = (BitSet) undertrained.clone();
    }

    /**
     * Returns a new constraint.
     *
     * @param text the prediction
     * @param prediction its tokens and the end of sequence
     * @param prompt tokens of the prompt
     * @param bias bonus to the logits of copied tokens, in nats
     */
    CopyConstraint create(String text, int[] prediction, int[] prompt, double bias) {
        return new CopyConstraint(prediction, boundaries.within(prediction), prompt[prompt.length - 1], bias)
                .copying(copied(text, prediction, prompt));
    }

    private BitSet copied(String text, int[] prediction, int[] prompt) {
        BitSet copied = ESCAPED.matcher(text).find() ? escaped(prediction) : new BitSet();
        int follower = follower(prediction, prompt);
        for (int i = 0; i < prediction.length; i++) {
            copied.set(i, copied.get(i) || undertrained.get(prediction[i]) || prediction[i] == follower);
        }
        if (!undertrained.isEmpty()) {
            addSpelt(copied, prediction);
        }
        // The end of sequence is not text.
        copied.clear(prediction.length - 1);
        return copied;
    }

    /**
     * Adds characters that are spelt in bytes: a model with undertrained tokens hardly knows them, even if it knows each of
     * their bytes.
     */
    private void addSpelt(BitSet copied, int[] prediction) {
        Utf8Transitions transitions = tokenizer.transitions();
        int state = Utf8Transitions.BETWEEN;
        int begin = 0;
        for (int i = 0; i < prediction.length; i++) {
            state = transitions.next(state, prediction[i]);
            if (state == Utf8Transitions.BROKEN) {
                state = Utf8Transitions.BETWEEN;
                begin = i + 1;
            } else if (state == Utf8Transitions.BETWEEN) {
                if (i + 1 - begin >= MIN_SPELT) {
                    copied.set(begin, i + 1);
                }
                begin = i + 1;
            }
        }
    }

    /**
     * Returns the token that follows the prediction in the prompt; negative if there is none, or it is white space. The
     * frame continues with it, so the model has learnt to end the completion before it.
     */
    private int follower(int[] prediction, int[] prompt) {
        int last = prediction.length - 1;
        int suffix = Math.min(last, SUFFIX);
        for (int end = prompt.length - 1; end >= suffix && suffix > 0; end--) {
            if (Arrays.equals(prompt, end - suffix, end, prediction, last - suffix, last)) {
                return tokenizer.decode(new int[] {prompt[end]}).isBlank() ? NONE : prompt[end];
            }
        }
        return NONE;
    }

    /** Returns the indexes of all tokens that contribute to an escaped word. */
    private BitSet escaped(int[] prediction) {
        StringBuilder text = new StringBuilder();
        int[] ends = ends(prediction, text);
        BitSet escaped = new BitSet();
        Matcher words = ESCAPED.matcher(text);
        int index = 0;
        while (words.find()) {
            while (ends[index] <= words.start()) {
                index++;
            }
            int last = index;
            while (ends[last] < words.end()) {
                last++;
            }
            // All tokens of the last character have the same end.
            while (index < ends.length && ends[index] <= ends[last]) {
                escaped.set(index++);
            }
        }
        return escaped;
    }

    /** Appends the text of {@code tokens} to {@code text}, and returns the end of each of them, or of its last character, in it. */
    private int[] ends(int[] tokens, StringBuilder text) {
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        int[] ends = new int[tokens.length];
        int held = 0;
        for (int i = 0; i < tokens.length; i++) {
            String piece = decoder.append(tokens[i]);
            text.append(piece);
            if (!piece.isEmpty()) {
                Arrays.fill(ends, held, i + 1, text.length());
                held = i + 1;
            }
        }
        text.append(decoder.flush());
        Arrays.fill(ends, held, ends.length, text.length());
        return ends;
    }
}
