package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;

/**
 * Makes checked sequences out of requests for one model. Safe for use by several threads.
 *
 * @param tokenizer the model's tokenizer
 * @param endOfSequence ids that end a completion
 * @param contextTokens most tokens of one sequence, prompt and completion together
 * @param reservedTokens tokens of the context that a prompt must leave free, at least 1
 */
public record SequenceFactory(
        PromptTokenizer tokenizer, Set<Integer> endOfSequence, int contextTokens, int reservedTokens) {

    /** Checks the limits. */
    public SequenceFactory {
        Objects.requireNonNull(tokenizer, "tokenizer");
        endOfSequence = Set.copyOf(endOfSequence);
        if (reservedTokens < 1 || reservedTokens >= contextTokens) {
            throw new IllegalArgumentException("reserved-tokens must be at least 1 and below the model's context of "
                    + contextTokens + " tokens, but was " + reservedTokens);
        }
    }

    /**
     * Returns a sequence that is ready to run; its prompt fits the context, its limit is what is left of it at most.
     *
     * @throws PromptTooLongException if the prompt leaves fewer than the reserved tokens
     * @throws CompletionModelException if the prompt has no token
     * @throws IllegalArgumentException if a stop string is not well-formed Unicode: it would end a text within a character
     * @throws io.github.aligner4j.completion.UnsafePromptException if the prompt can't be tokenised safely
     */
    public Sequence create(CompletionRequest request, GenerationOptions options) {
        request.stop().forEach(SequenceFactory::requireWholeCharacters);
        int[] prompt = tokenizer.encode(request.prompt());
        if (prompt.length == 0) {
            throw new CompletionModelException("the prompt has no token, but a model needs at least 1 to continue");
        }
        if (prompt.length > contextTokens - reservedTokens) {
            throw new PromptTooLongException(prompt.length, reservedTokens, contextTokens);
        }
        int room = contextTokens - prompt.length;
        int limit = Math.min(request.sampling().maxNewTokens().orElse(room), room);
        StoppingCriteria criteria =
                new StoppingCriteria(options.ignoreEndOfSequence() ? Set.of() : endOfSequence, limit);
        return new Sequence(
                prompt, TokenSelection.of(request.sampling()), criteria, new CompletionText(tokenizer, request.stop()));
    }

    private static void requireWholeCharacters(String stop) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(stop)) {
            throw new IllegalArgumentException(
                    "a stop string must be well-formed Unicode, but one has one half of a surrogate pair");
        }
    }
}
