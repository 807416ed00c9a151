// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The added tokens of a tokenizer, special ones included. A tokenizer looks for them before it splits a text. */
final class AddedTokens {

    private final Map<String, Integer> ids;
    private final Set<Integer> special;

    AddedTokens(Map<String, Integer> ids, Set<Integer> special) {
        this.ids = Map.copyOf(ids);
        this.special = Set.copyOf(special);
    }

    /** Returns the id of {@code token}, special or not. */
    Optional<Integer> id(String token) {
        return Optional.ofNullable(ids.get(token));
    }

    /** Returns the text of the token {@code id}, for messages. */
    String name(int id) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
    }

    boolean special(int id) {
        return special.contains(id);
    }
}
