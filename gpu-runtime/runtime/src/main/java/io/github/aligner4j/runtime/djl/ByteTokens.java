// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.model.Utf8Transitions;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The bytes of a tokenizer's tokens as its decoder defines them: with {@code ByteLevel}, each letter is a byte in GPT-2's
 * alphabet; with {@code ByteFallback}, {@code <0xE2>} is a byte and everything else is text.
 */
final class ByteTokens {

    private static final int BYTES = 256;
    private static final int ASCII = 128;
    private static final int ABSENT = -1;
    private static final byte[] TEXT = {'a'};
    private static final byte[] LEVEL = levelAlphabet();

    private final int[] ids;
    private final Utf8Transitions transitions;

    private ByteTokens(int[] ids, Utf8Transitions transitions) {
        this.ids = ids;
        this.transitions = transitions;
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @param size largest token id plus one
     */
    static ByteTokens read(JsonNode json, int size, AddedTokens added) {
        List<String> decoders = json.path("decoder").findValuesAsString("type");
        boolean level = decoders.contains("ByteLevel");
        boolean fallback = decoders.contains("ByteFallback");
        @Nullable String[] tokens = tokens(json, size);
        int[] ids = new int[BYTES];
        Arrays.fill(ids, ABSENT);
        Utf8Transitions transitions = Utf8Transitions.of(size, id -> {
            String token = tokens[id];
            if (token == null || added.special(id)) {
                return null;
            }
            byte[] bytes = level ? levelBytes(token) : fallback ? fallbackBytes(token) : TEXT;
            // Gemma has a tab itself instead of its byte.
            if (bytes.length == 1 && bytes != TEXT && (token.length() > 1 || ids[bytes[0] & 0xFF] == ABSENT)) {
                ids[bytes[0] & 0xFF] = id;
            }
            return bytes;
        });
        return new ByteTokens(ids, transitions);
    }

    Utf8Transitions transitions() {
        return transitions;
    }

    /** Returns whether each byte of well-formed UTF-8 has a token. */
    boolean complete() {
        return IntStream.range(0, BYTES)
                .filter(each -> each < 0xC0 || (each > 0xC1 && each < 0xF5))
                .allMatch(each -> ids[each] != ABSENT);
    }

    /** Returns the tokens of a character's bytes; they must be {@linkplain #complete complete}. */
    int[] spell(int codePoint) {
        byte[] bytes = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length).map(i -> ids[bytes[i] & 0xFF]).toArray();
    }

    private static @Nullable String[] tokens(JsonNode json, int size) {
        @Nullable String[] tokens = new String[size];
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary.properties().forEach(entry -> tokens[entry.getValue().intValue()] = entry.getKey());
        }
        for (int id = 0; vocabulary.isArray() && id < vocabulary.size(); id++) {
            tokens[id] = vocabulary.get(id).path(0).asString("");
        }
        for (JsonNode token : json.path("added_tokens").values()) {
            tokens[token.path("id").intValue()] = token.path("content").asString("");
        }
        return tokens;
    }

    /** Follows the library's decoder: a token with letters outside the alphabet is its own text. */
    private static byte[] levelBytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char letter = token.charAt(i);
            if (letter >= LEVEL.length || (LEVEL[letter] == 0 && letter != '\u0100')) {
                return TEXT;
            }
            bytes[i] = LEVEL[letter];
        }
        return bytes;
    }

    private static byte[] fallbackBytes(String token) {
        if (token.length() == 1 && token.charAt(0) < ASCII) {
            return new byte[] {(byte) token.charAt(0)};
        }
        return token.matches("<0x[0-9A-Fa-f]{2}>")
                ? new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)}
                : TEXT;
    }

    /** Returns GPT-2's alphabet: printable bytes are themselves, the others, in order, the letters from U+0100 on. */
    private static byte[] levelAlphabet() {
        byte[] alphabet = new byte[2 * BYTES];
        int next = BYTES;
        int last = 0;
        for (int each = 0; each < BYTES; each++) {
            boolean printable = (each >= '!' && each <= '~') || (each >= 0xA1 && each != 0xAD);
            last = printable ? last : next++;
            alphabet[printable ? each : last] = (byte) each;
        }
        return Arrays.copyOf(alphabet, last + 1);
    }
}
