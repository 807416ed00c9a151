package io.github.aligner4j.runtime.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.stream.IntStream;

/**
 * How text is written and read in one place of a sequence: at its beginning, behind a special token, or behind other text.
 *
 * @param tokenizer writes text there
 * @param opening tokens that stand before text that {@code tokenizer} does not write itself: the space that it puts before each
 * @param before tokens behind which the text is read
 * @param dropped how many characters of what is read are not the text's
 * @param reader turns tokens into text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TextSide(HuggingFaceTokenizer tokenizer, int[] opening, int[] before, int dropped, HuggingFaceTokenizer reader) {

    private static final String PROBE = "a";

    /** Returns the place where {@code tokenizer} writes the first text of a sequence, or each one. */
    static TextSide beginning(HuggingFaceTokenizer tokenizer, HuggingFaceTokenizer inner) {
        int[] probe = ids(tokenizer, PROBE);
        boolean spaced = !java.util.Arrays.equals(probe, ids(inner, PROBE));
        int dropped = Math.max(0, decode(tokenizer, probe).length() - PROBE.length());
        return new TextSide(tokenizer, spaced ? ids(inner, " ") : new int[0], new int[0], dropped, tokenizer);
    }

    /** Returns the place behind other text or a special token, where {@code tokenizer} writes and nothing is put before. */
    static TextSide behind(HuggingFaceTokenizer first, HuggingFaceTokenizer tokenizer) {
        int[] anchor = ids(first, PROBE);
        return new TextSide(tokenizer, new int[0], anchor, decode(first, anchor).length(), first);
    }

    /** Returns the tokens of {@code text}, whatever they read as. */
    int[] write(String text) {
        return ids(tokenizer, text);
    }

    /** Returns what {@code ids} read as in this place. */
    String read(int[] ids) {
        String text = decode(
                reader,
                IntStream.concat(IntStream.of(before), IntStream.of(ids)).toArray());
        return text.substring(Math.min(dropped, text.length()));
    }

    private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    private static String decode(HuggingFaceTokenizer tokenizer, int[] ids) {
        return tokenizer.decode(IntStream.of(ids).asLongStream().toArray(), false);
    }
}
