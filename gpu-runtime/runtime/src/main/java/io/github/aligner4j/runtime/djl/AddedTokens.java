package io.github.aligner4j.runtime.djl;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens that a tokenizer looks for before it splits text, and which of them are special. */
final class AddedTokens {

    private final Map<String, Integer> ids;
    private final Set<Integer> special;

    AddedTokens(Map<String, Integer> ids, Set<Integer> special) {
        this.ids = Map.copyOf(ids);
        this.special = Set.copyOf(special);
    }

    /** Returns the id of the token that is written as {@code token}, special or not. */
    Optional<Integer> id(String token) {
        return Optional.ofNullable(ids.get(token));
    }

    /** Returns how the token {@code id} is written. */
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
