// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.tokenizer.TokenizerDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of a checkpoint, one for each row of its embedding table.
 *
 * @param texts texts by id; ids that the tokenizer does not use have a text that stands for none
 * @param types types by id
 */
record GgufTokens(List<String> texts, List<TokenType> types) {

    /** Copies the lists. */
    GgufTokens {
        texts = List.copyOf(texts);
        types = List.copyOf(types);
    }

    /**
     * Reads the tokens.
     *
     * @param vocabulary ids by token
     * @param rows number of rows of the embedding table; tokens with larger ids are left out
     */
    static GgufTokens of(JsonNode vocabulary, TokenizerDefinition definition, int rows) {
        List<String> texts = new ArrayList<>(Collections.nCopies(rows, ""));
        List<TokenType> types = new ArrayList<>(Collections.nCopies(rows, TokenType.UNUSED));
        Set<Integer> special = new HashSet<>(definition.specialIds());
        vocabulary.properties().forEach(entry -> {
            int id = entry.getValue().intValue();
            put(texts, types, id, entry.getKey(), type(entry.getKey()));
        });
        definition
                .addedIds()
                .forEach((text, id) ->
                        put(texts, types, id, text, special.contains(id) ? TokenType.CONTROL : TokenType.USER_DEFINED));
        for (int id = 0; id < rows; id++) {
            if (types.get(id) == TokenType.UNUSED) {
                texts.set(id, "[UNUSED" + id + "]");
            }
        }
        return new GgufTokens(texts, types);
    }

    private static TokenType type(String text) {
        return text.matches("<0x[0-9A-F]{2}>") ? TokenType.BYTE : TokenType.NORMAL;
    }

    private static void put(List<String> texts, List<TokenType> types, int id, String text, TokenType type) {
        if (id < texts.size()) {
            texts.set(id, text);
            types.set(id, type);
        }
    }

    /** Returns the id of a token. */
    Optional<Integer> id(String text) {
        int id = texts.indexOf(text);
        return id < 0 || types.get(id) == TokenType.UNUSED ? Optional.empty() : Optional.of(id);
    }

    /** Returns the ids of all tokens that are used, by their text. */
    Map<String, Integer> ids() {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < texts.size(); id++) {
            if (types.get(id) != TokenType.UNUSED) {
                ids.put(texts.get(id), id);
            }
        }
        return ids;
    }
}
