package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens that end a completion, and which of them a model writes after a prompt: the one that ends the turns of the
 * prompt's own chat frame ({@code <|im_end|>}), else the checkpoint's usual one.
 *
 * @param ids all of them
 * @param usual the one for prompts of plain text; empty if there is none
 */
public record EndOfTurn(Set<Integer> ids, OptionalInt usual) {

    /** Copies the set. */
    public EndOfTurn {
        ids = Set.copyOf(ids);
    }

    /**
     * Returns the ends of a checkpoint.
     *
     * @param ids as its configuration lists them; the first is the usual one, unless {@code named} is among them
     * @param named the end of a sequence in the tokenizer's configuration
     */
    public static EndOfTurn of(Set<Integer> ids, Optional<String> named, PromptTokenizer tokenizer) {
        OptionalInt usual = named.map(token -> id(token, tokenizer)).orElse(OptionalInt.empty());
        boolean listed = usual.isPresent() && (ids.isEmpty() || ids.contains(usual.getAsInt()));
        return new EndOfTurn(
                ids, listed ? usual : ids.stream().mapToInt(Integer::intValue).findFirst());
    }

    /** Returns the token with which a model ends what it writes after {@code prompt}; empty if it has none. */
    public OptionalInt behind(Prompt prompt, PromptTokenizer tokenizer) {
        List<Prompt.Segment> segments = prompt.segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i) instanceof Prompt.SpecialToken special) {
                OptionalInt id = id(special.text(), tokenizer);
                if (id.isPresent() && ids.contains(id.getAsInt())) {
                    return id;
                }
            }
        }
        return usual;
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
