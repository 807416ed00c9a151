// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The end-of-sequence tokens of a checkpoint. After a prompt with a chat format, a model writes the one that ends the turns of
 * that format ({@code <|im_end|>}), otherwise the default one.
 *
 * @param ids ids of all of them
 * @param defaultId id of the one after prompts of plain text; empty if there is none
 */
public record EndOfTurn(Set<Integer> ids, OptionalInt defaultId) {

    /** Copies the set. */
    public EndOfTurn {
        ids = Set.copyOf(ids);
    }

    /**
     * Returns the end-of-sequence tokens of a checkpoint.
     *
     * @param ids ids in the order of its configuration; the first is the default, unless {@code named} is among them
     * @param named text of the end-of-sequence token in the tokenizer's configuration
     */
    public static EndOfTurn of(Set<Integer> ids, Optional<String> named, PromptTokenizer tokenizer) {
        OptionalInt defaultId = named.map(token -> id(token, tokenizer)).orElse(OptionalInt.empty());
        boolean listed = defaultId.isPresent() && (ids.isEmpty() || ids.contains(defaultId.getAsInt()));
        return new EndOfTurn(
                ids,
                listed ? defaultId : ids.stream().mapToInt(Integer::intValue).findFirst());
    }

    /** Returns a copy with another token that ends completions, if the tokenizer has it. */
    public EndOfTurn with(String token, PromptTokenizer tokenizer) {
        OptionalInt id = id(token, tokenizer);
        if (id.isEmpty()) {
            return this;
        }
        Set<Integer> more = new LinkedHashSet<>(ids);
        more.add(id.getAsInt());
        return new EndOfTurn(more, defaultId.isPresent() ? defaultId : id);
    }

    /** Returns the token with which a model ends a completion of {@code prompt}; empty if it has none. */
    public OptionalInt after(Prompt prompt, PromptTokenizer tokenizer) {
        List<Prompt.Segment> segments = prompt.segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i) instanceof Prompt.SpecialToken special) {
                OptionalInt id = id(special.text(), tokenizer);
                if (id.isPresent() && ids.contains(id.getAsInt())) {
                    return id;
                }
            }
        }
        return defaultId;
    }

    private static OptionalInt id(String token, PromptTokenizer tokenizer) {
        try {
            int[] ids = tokenizer.encode(new Prompt(List.of(new Prompt.SpecialToken(token))));
            return OptionalInt.of(ids[ids.length - 1]);
        } catch (UnsafePromptException e) {
            return OptionalInt.empty();
        }
    }
}
