// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The added tokens of both files, by their text. */
final class AddedTokenTable {

    static final String KEY = "added_tokens";

    private AddedTokenTable() {}

    /** Reads {@code added_tokens} of {@code root}, and the additions and changes of {@code config}. */
    static Map<String, AddedToken> of(JsonFields root, TokenizerConfig config, Vocabulary vocabulary) {
        Map<String, AddedToken> tokens = new LinkedHashMap<>();
        Map<Integer, String> contents = new HashMap<>();
        for (AddedToken token : own(root)) {
            requireOwnId(token, vocabulary, contents.put(token.id(), token.content()));
            if (tokens.put(token.content(), token) != null) {
                throw token.fields().wrong("content", "that of one token only");
            }
        }
        for (AddedToken token : config.addedTokens()) {
            AddedToken known = tokens.get(token.content());
            if (known != null) {
                tokens.put(token.content(), token.special() ? known.asSpecial() : known);
            } else if (vocabulary
                            .id(token.content())
                            .map(id -> id == token.id())
                            .orElse(!vocabulary.has(token.id()))
                    && contents.putIfAbsent(token.id(), token.content()) == null) {
                tokens.put(token.content(), token);
            }
        }
        config.frameTokens().forEach(token -> tokens.computeIfPresent(token, (content, known) -> known.asSpecial()));
        return tokens;
    }

    private static List<AddedToken> own(JsonFields root) {
        return root.hasValue(KEY)
                ? root.objects(KEY).stream().map(AddedToken::read).toList()
                : List.of();
    }

    private static void requireOwnId(AddedToken token, Vocabulary vocabulary, @Nullable String other) {
        boolean own = vocabulary.id(token.content()).map(id -> id == token.id()).orElse(!vocabulary.has(token.id()));
        if (other != null || !own) {
            throw token.fields()
                    .wrong("id", "one that '" + token.content() + "' has alone, and the same in 'model.vocab'");
        }
    }
}
