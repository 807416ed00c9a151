// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Encodes and decodes text at one position of a sequence: at its beginning, behind a special token, or behind other text.
 *
 * @param tokenizer encodes text there
 * @param prefix tokens of the space that {@code tokenizer} puts before each text, for text that it does not encode itself
 * @param anchor tokens behind which the text is decoded
 * @param anchorLength number of decoded characters that belong to the anchor
 * @param decoder decodes tokens
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TextCodec(
        HuggingFaceTokenizer tokenizer, int[] prefix, int[] anchor, int anchorLength, HuggingFaceTokenizer decoder) {

    private static final String PROBE = "a";

    /** Returns the codec at the beginning of a sequence, or everywhere if the tokenizer makes no difference. */
    static TextCodec beginning(HuggingFaceTokenizer tokenizer, HuggingFaceTokenizer inner) {
        int[] probe = ids(tokenizer, PROBE);
        boolean spaced = !Arrays.equals(probe, ids(inner, PROBE));
        int dropped = Math.max(0, decode(tokenizer, probe).length() - PROBE.length());
        return new TextCodec(tokenizer, spaced ? ids(inner, " ") : new int[0], new int[0], dropped, tokenizer);
    }

    /** Returns the codec behind other text or a special token, where nothing is put before the text. */
    static TextCodec behind(HuggingFaceTokenizer first, HuggingFaceTokenizer tokenizer) {
        int[] anchor = ids(first, PROBE);
        return new TextCodec(
                tokenizer, new int[0], anchor, decode(first, anchor).length(), first);
    }

    /** Returns the tokenizer's tokens of {@code text}, which may decode to another text. */
    int[] encode(String text) {
        return ids(tokenizer, text);
    }

    /** Returns the text of {@code ids} at this position. */
    String decode(int[] ids) {
        String text = decode(
                decoder,
                IntStream.concat(IntStream.of(anchor), IntStream.of(ids)).toArray());
        return text.substring(Math.min(anchorLength, text.length()));
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
