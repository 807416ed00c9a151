// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of a model.
 *
 * @param fields the model, for messages
 * @param ids ids by token
 * @param taken ids that belong to a token
 */
record Vocabulary(JsonFields fields, Map<String, Integer> ids, BitSet taken) {

    private static final int BYTES = 256;
    private static final int ASCII = 128;

    /** Returns the largest id plus one. */
    int size() {
        return taken.length();
    }

    /** Returns whether a token has {@code id}. */
    boolean has(int id) {
        return taken.get(id);
    }

    /** Checks that the token under {@code key} is one of them. */
    void requireToken(String key, String token) {
        if (!ids.containsKey(token)) {
            throw fields.wrong(key, "a token of 'vocab', or null");
        }
    }

    /**
     * Checks that there is a token for each byte, as {@code byte_fallback} needs; Gemma's has a tab itself instead of its byte.
     */
    void requireBytes() {
        for (int i = 0; i < BYTES; i++) {
            String token = String.format("<0x%02X>", i);
            boolean written = i < ASCII && ids.containsKey(Character.toString(i));
            if (!written && !ids.containsKey(token)) {
                throw fields.wrong(
                        "byte_fallback", "false, or 'vocab' have the tokens <0x00> to <0xFF>; it lacks " + token);
            }
        }
    }

    /** Returns the id of {@code token}, if it is one of them. */
    Optional<Integer> id(String token) {
        return Optional.ofNullable(ids.get(token));
    }
}
