// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The table by which SentencePiece replaces characters: four bytes of length, a double-array trie of that many bytes, then
 * texts that end in a zero byte, all in base64. The library follows the trie for each character of a text without bounds
 * checks, so every path that a text could take is walked beforehand.
 *
 * @see <a href="https://github.com/google/sentencepiece">SentencePiece, {@code normalizer.cc}</a>
 */
final class PrecompiledCharsMap {

    private static final String KEY = "precompiled_charsmap";
    private static final int MAX_BYTE = 0xFF;

    private final JsonFields fields;
    private final IntBuffer units;
    private final byte[] texts;
    private final BitSet visited = new BitSet();
    private final Map<Integer, Boolean> deletedAscii = new HashMap<>();
    private double growth = 1;

    private PrecompiledCharsMap(JsonFields fields, IntBuffer units, byte[] texts) {
        this.fields = fields;
        this.units = units;
        this.texts = texts;
    }

    /** Reads and walks the table of a {@code Precompiled} normalizer. */
    static PrecompiledCharsMap read(JsonFields fields) {
        byte[] bytes = decoded(fields);
        if (bytes.length < Integer.BYTES) {
            throw fields.wrong(
                    KEY,
                    "a table in base64, which begins with four bytes of length; to replace nothing, leave "
                            + "the normalizer out");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int length = buffer.getInt();
        if (length <= 0 || length % Integer.BYTES != 0 || length > buffer.remaining()) {
            throw fields.wrong(
                    KEY,
                    "a table whose length fits: it says that its trie has " + length + " bytes, and "
                            + buffer.remaining() + " follow");
        }
        IntBuffer units = buffer.slice(Integer.BYTES, length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        byte[] texts = new byte[bytes.length - Integer.BYTES - length];
        buffer.get(Integer.BYTES + length, texts);
        requireText(fields, texts);
        PrecompiledCharsMap map = new PrecompiledCharsMap(fields, units, texts);
        map.walk();
        return map;
    }

    /** Returns the maximum factor by which it makes a text longer. */
    double growth() {
        return growth;
    }

    /** Returns whether it deletes the ASCII character {@code c}. */
    boolean deletes(int c) {
        return deletedAscii.getOrDefault(c, false);
    }

    private static byte[] decoded(JsonFields fields) {
        try {
            return Base64.getDecoder().decode(fields.text(KEY));
        } catch (IllegalArgumentException e) {
            throw fields.wrong(KEY, "base64; " + e.getMessage());
        }
    }

    private static void requireText(JsonFields fields, byte[] texts) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
        } catch (CharacterCodingException e) {
            throw fields.wrong(KEY, "a table of texts in UTF-8");
        }
    }

    private record Step(int position, int depth) {}

    /** Visits every position that some text can reach from the root, once. */
    private void walk() {
        Deque<Step> open = new ArrayDeque<>();
        enter(offset(unit(0)), 0, open);
        while (!open.isEmpty()) {
            Step step = open.pop();
            for (int c = 1; c <= MAX_BYTE; c++) {
                int unit = unit(step.position ^ c);
                if (label(unit) == c) {
                    int next = step.position ^ c ^ offset(unit);
                    if (hasLeaf(unit)) {
                        checkText(unit(next) & Integer.MAX_VALUE, step, c);
                    }
                    enter(next, step.depth + 1, open);
                }
            }
        }
    }

    private void enter(int position, int depth, Deque<Step> open) {
        if (!visited.get(position)) {
            visited.set(position);
            open.push(new Step(position, depth));
        }
    }

    /** The library cuts the text from {@code start} to the next zero, or to the end. */
    private void checkText(int start, Step step, int lastByte) {
        if (start > texts.length || (start < texts.length && (texts[start] & 0xC0) == 0x80)) {
            throw fields.wrong(
                    KEY, "a table whose texts lie in it: one begins at byte " + start + " of " + texts.length);
        }
        int end = start;
        while (end < texts.length && texts[end] != 0) {
            end++;
        }
        growth = Math.max(growth, (double) (end - start) / (step.depth + 1));
        if (step.depth == 0 && lastByte < 0x80) {
            deletedAscii.put(lastByte, end == start);
        }
    }

    private int unit(int position) {
        if (position < 0 || position >= units.limit()) {
            throw fields.wrong(
                    KEY, "a table that is left by no text: it leads to place " + position + " of " + units.limit());
        }
        return units.get(position);
    }

    private static int label(int unit) {
        return unit & (Integer.MIN_VALUE | MAX_BYTE);
    }

    private static boolean hasLeaf(int unit) {
        return (unit >>> 8 & 1) == 1;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }
}
