package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes {@link CopyPrior}s for one model. Safe for use by several threads. */
public final class CopyPriors {

    /** A word that ends in a full-width twin, as escaped markers of a frame do. */
    private static final Pattern ESCAPED = Pattern.compile("[!-~]*[\uFF1A\uFF5C]+");

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
     * @param before the token before them
     * @param bias in nats
     */
    CopyPrior prior(String text, int[] prediction, int before, double bias) {
        return new CopyPrior(prediction, pieces.within(prediction), before, bias).copying(copied(text, prediction));
    }

    private BitSet copied(String text, int[] prediction) {
        BitSet copied = ESCAPED.matcher(text).find() ? escaped(prediction) : new BitSet();
        for (int i = 0; i < prediction.length; i++) {
            copied.set(i, copied.get(i) || undertrained.get(prediction[i]));
        }
        // The end is no text.
        copied.clear(prediction.length - 1);
        return copied;
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
