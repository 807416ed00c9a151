package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link CopyConstraint}s for one model. Safe for use by several threads. */
public final class CopyConstraints {

    /** A word that ends in a full-width twin, as escaped markers of a frame do. */
    private static final Pattern ESCAPED = Pattern.compile("[!-~]*[\uFF1A\uFF5C]+");

    /** Number of tokens at the end of a prediction by which its place in the prompt is found. */
    private static final int ALIKE = 4;

    private static final int NONE = -1;

    /** Characters of so many tokens were hardly in the texts that a vocabulary was made from. */
    private static final int SPELT = 3;

    private final PromptTokenizer tokenizer;
    private final WordBoundaries pieces;
    private final BitSet undertrained;

    /**
     * Creates it.
     *
     * @param undertrained tokens that the model hardly met in training, and copies always
     */
    public CopyConstraints(PromptTokenizer tokenizer, BitSet undertrained) {
        this.tokenizer = tokenizer;
        this.pieces = new WordBoundaries(tokenizer);
        this.undertrained = (BitSet) undertrained.clone();
    }

    /**
     * Returns a new prior.
     *
     * @param text the prediction
     * @param prediction its tokens, with the end of sequence
     * @param prompt the tokens before them
     * @param bias in nats
     */
    CopyConstraint prior(String text, int[] prediction, int[] prompt, double bias) {
        return new CopyConstraint(prediction, pieces.within(prediction), prompt[prompt.length - 1], bias)
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
        // The end is no text.
        copied.clear(prediction.length - 1);
        return copied;
    }

    /**
     * Adds the characters that are spelt: a model so small that there are tokens it has hardly met knows little of them, even if it has
     * met each of their bytes.
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
                if (i + 1 - begin >= SPELT) {
                    copied.set(begin, i + 1);
                }
                begin = i + 1;
            }
        }
    }

    /**
     * Returns the token that follows the prediction where the prompt has it: there the frame goes on, so the model has learnt to end
     * before it. Negative if there is none, or it is white space.
     */
    private int follower(int[] prediction, int[] prompt) {
        int last = prediction.length - 1;
        int alike = Math.min(last, ALIKE);
        for (int end = prompt.length - 1; end >= alike && alike > 0; end--) {
            if (Arrays.equals(prompt, end - alike, end, prediction, last - alike, last)) {
                return tokenizer.decode(new int[] {prompt[end]}).isBlank() ? NONE : prompt[end];
            }
        }
        return NONE;
    }

    /** Returns the places of all tokens that have a share in an escaped word. */
    private BitSet escaped(int[] prediction) {
        StringBuilder text = new StringBuilder();
        int[] ends = ends(prediction, text);
        BitSet escaped = new BitSet();
        Matcher words = ESCAPED.matcher(text);
        int place = 0;
        while (words.find()) {
            while (ends[place] <= words.start()) {
                place++;
            }
            int last = place;
            while (ends[last] < words.end()) {
                last++;
            }
            // All tokens of the last character, the first of which are told to end where it does.
            while (place < ends.length && ends[place] <= ends[last]) {
                escaped.set(place++);
            }
        }
        return escaped;
    }

    /** Appends the text of {@code tokens} to {@code text}, and returns where in it each of them, or its last character, ends. */
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
