package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link CopyPrior}s for one model. Safe for use by several threads. */
public final class CopyPriors {

    /** A word that ends in a full-width twin, as escaped markers of a frame do. */
    private static final Pattern ESCAPED = Pattern.compile("[!-~]*[\uFF1A\uFF5C]+");

    /** So many tokens at its end tell where in a prompt a prediction stands. */
    private static final int ALIKE = 4;

    private static final int NONE = -1;

    private final PromptTokenizer tokenizer;
    private final WordPieces pieces;
    private final BitSet undertrained;

    /**
     * Creates it.
     *
     * @param undertrained tokens that the model hardly met in training, and copies always
     */
    public CopyPriors(PromptTokenizer tokenizer, BitSet undertrained) {
        this.tokenizer = tokenizer;
        this.pieces = new WordPieces(tokenizer);
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
    CopyPrior prior(String text, int[] prediction, int[] prompt, double bias) {
        return new CopyPrior(prediction, pieces.within(prediction), prompt[prompt.length - 1], bias)
                .copying(copied(text, prediction, prompt));
    }

    private BitSet copied(String text, int[] prediction, int[] prompt) {
        BitSet copied = ESCAPED.matcher(text).find() ? escaped(prediction) : new BitSet();
        int follower = follower(prediction, prompt);
        for (int i = 0; i < prediction.length; i++) {
            copied.set(i, copied.get(i) || undertrained.get(prediction[i]) || prediction[i] == follower);
        }
        // The end is no text.
        copied.clear(prediction.length - 1);
        return copied;
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
        StreamingDecoder decoder = new StreamingDecoder(tokenizer);
        StringBuilder text = new StringBuilder();
        int[] ends = new int[prediction.length];
        int begun = 0;
        for (int i = 0; i < prediction.length; i++) {
            text.append(decoder.append(prediction[i]));
            ends[i] = text.length();
        }
        text.append(decoder.flush());
        BitSet escaped = new BitSet();
        Matcher words = ESCAPED.matcher(text);
        while (words.find()) {
            while (ends[begun] <= words.start()) {
                begun++;
            }
            int last = begun;
            while (ends[last] < words.end()) {
                last++;
            }
            escaped.set(begun, last + 1);
        }
        return escaped;
    }
}
