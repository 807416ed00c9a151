// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.drafting.DraftSource;
import io.github.aligner4j.runtime.drafting.Drafter;
import io.github.aligner4j.runtime.drafting.ForcedDrafter;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.ModelVariants;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Factory of the sequences of one model; checks requests. Safe for use by several threads.
 *
 * @param tokenizer the model's tokenizer
 * @param constraints factory of copy constraints
 * @param end end-of-sequence tokens
 * @param contextTokens maximum number of tokens of a sequence, prompt and completion together
 * @param reservedTokens number of tokens of the context that a prompt must leave free, at least 1
 * @param cost time of a forward pass by its number of tokens
 * @param minTokens minimum number of tokens of a sequence that a pass reads, padded by a draft; above 1 it makes results
 *     invariant to drafts and to the batch
 * @param variants adapters and strengths that a request can choose
 */
public record SequenceFactory(
        PromptTokenizer tokenizer,
        CopyConstraints constraints,
        EndOfTurn end,
        int contextTokens,
        int reservedTokens,
        PassCost cost,
        int minTokens,
        ModelVariants variants) {

    /** Checks the limits. */
    public SequenceFactory {
        Objects.requireNonNull(tokenizer, "tokenizer");
        if (reservedTokens < 1 || reservedTokens >= contextTokens) {
            throw new IllegalArgumentException("reserved-tokens must be at least 1 and below the model's context of "
                    + contextTokens + " tokens, but was " + reservedTokens);
        }
    }

    /** Creates a factory for a model on a CPU, without adapters and steering vectors. */
    public SequenceFactory(
            PromptTokenizer tokenizer, Set<Integer> endOfSequence, int contextTokens, int reservedTokens) {
        this(
                tokenizer,
                new CopyConstraints(tokenizer, new BitSet()),
                EndOfTurn.of(endOfSequence, Optional.empty(), tokenizer),
                contextTokens,
                reservedTokens,
                PassCost.CPU,
                1,
                ModelVariants.BASE_ONLY);
    }

    /** Returns a copy with another cost and minimum length of passes. */
    public SequenceFactory withPasses(PassCost cost, int minTokens) {
        return new SequenceFactory(
                tokenizer, constraints, end, contextTokens, reservedTokens, cost, minTokens, variants);
    }

    /** Returns a copy whose completions also end with {@code token}, if the tokenizer has it. */
    public SequenceFactory endingWith(String token) {
        return new SequenceFactory(
                tokenizer,
                constraints,
                end.with(token, tokenizer),
                contextTokens,
                reservedTokens,
                cost,
                minTokens,
                variants);
    }

    /**
     * Returns a sequence that is ready to run: its prompt fits the context, and so does its limit of new tokens.
     *
     * @throws CompletionModelException as {@link #encode} does
     * @throws IllegalArgumentException as {@link #encode} does
     */
    public Sequence create(CompletionRequest request, GenerationOptions options) {
        return create(encode(request), options);
    }

    /**
     * Returns {@code request} with its tokens.
     *
     * @throws PromptTooLongException if the prompt leaves fewer than the reserved tokens
     * @throws CompletionModelException if the prompt has no token
     * @throws IllegalArgumentException if a stop string is not well-formed Unicode: it would end a text within a character;
     *     or if the model has no such adapter, or no vectors for a strength, or a candidate is not a single token
     * @throws UnsafePromptException if the prompt can't be tokenized safely
     */
    public EncodedRequest encode(CompletionRequest request) {
        request.stop().forEach(SequenceFactory::requireWholeCharacters);
        ModelVariant chosen = variants.choose(request.adapter(), request.strength());
        int[] prompt = tokenizer.encode(request.prompt());
        if (prompt.length == 0) {
            throw new CompletionModelException("the prompt has no token, but a model needs at least 1 to continue");
        }
        if (prompt.length > contextTokens - reservedTokens) {
            throw new PromptTooLongException(prompt.length, reservedTokens, contextTokens);
        }
        return new EncodedRequest(
                request,
                variants.reading(prompt, chosen),
                prompt,
                prediction(request, prompt),
                candidates(request, prompt));
    }

    /**
     * Returns the token of {@code text} behind {@code prompt}.
     *
     * @param prompt the prompt
     * @param encoded its tokens, as the tokenizer encodes it
     * @throws IllegalArgumentException if it is not a single token there
     * @throws UnsafePromptException if it can't be tokenized safely
     */
    public int tokenBehind(Prompt prompt, int[] encoded, String text) {
        int[] tokens = tokenizer.continuation(prompt, encoded, text);
        if (tokens.length != 1) {
            throw new IllegalArgumentException("'" + text + "' must be a single token of the model, but is "
                    + tokens.length + "; choose a text that its tokenizer has as one token");
        }
        return tokens[0];
    }

    private Map<String, Integer> candidates(CompletionRequest request, int[] prompt) {
        Map<String, Integer> tokens = new LinkedHashMap<>();
        request.candidates().forEach(text -> tokens.put(text, tokenBehind(request.prompt(), prompt, text)));
        return tokens;
    }

    /** Returns a sequence of an encoded request that is ready to run. */
    public Sequence create(EncodedRequest encoded, GenerationOptions options) {
        CompletionRequest request = encoded.request();
        int room = contextTokens - encoded.prompt().length;
        int limit = Math.min(request.sampling().maxNewTokens().orElse(room), room);
        Decoding decoding = decoding(encoded, options, limit);
        CompletionText text = new CompletionText(tokenizer, request.stop());
        return new Sequence(encoded.prompt(), encoded.variant(), decoding, text);
    }

    private Decoding decoding(EncodedRequest encoded, GenerationOptions options, int limit) {
        List<Integer> forced = options.forced();
        Scoring scoring =
                Scoring.of(options.scored(), encoded.request().topLogprobs(), encoded.candidates(), tokenizer);
        // Forced tokens without scores serve to measure drafters.
        Drafter drafter = options.scored() && !forced.isEmpty()
                ? new ForcedDrafter(forced)
                : options.drafting().drafter(new DraftSource(encoded.prompt(), encoded.prediction(), cost));
        if (!forced.isEmpty()) {
            StoppingCriteria criteria = new StoppingCriteria(Set.of(), Math.min(forced.size(), limit));
            return new Decoding(TokenSelection.forced(forced, scoring), criteria, drafter, minTokens);
        }
        TokenSelection selection =
                TokenSelection.of(encoded.request().sampling(), constraint(encoded, options.copyBias()), scoring);
        if (options.ignoreEndOfSequence()) {
            return new Decoding(selection, new StoppingCriteria(Set.of(), limit), drafter, minTokens);
        }
        TokenSelection whole = selection.keepingCharacters(tokenizer.transitions());
        return new Decoding(whole, new StoppingCriteria(end.ids(), limit), drafter, minTokens);
    }

    private @Nullable CopyConstraint constraint(EncodedRequest encoded, double bias) {
        CompletionRequest request = encoded.request();
        return bias == 0
                        || encoded.prediction().length == 0
                        || !request.sampling().greedy()
                ? null
                : constraints.create(request.prediction(), encoded.prediction(), encoded.prompt(), bias);
    }

    /**
     * Returns the tokens with which a model would write {@code completion} behind {@code prompt}, its end included, for {@link
     * GenerationOptions#forced()}.
     *
     * @throws UnsafePromptException if the texts can't be tokenized safely
     */
    public List<Integer> completionTokens(Prompt prompt, String completion) {
        return Arrays.stream(ended(prompt, tokenizer.encode(prompt), completion))
                .boxed()
                .toList();
    }

    /** Returns the tokens of the prediction and the end of sequence, as the model would write them. */
    private int[] prediction(CompletionRequest request, int[] prompt) {
        if (request.prediction().isEmpty()) {
            return new int[0];
        }
        try {
            return ended(request.prompt(), prompt, request.prediction());
        } catch (UnsafePromptException e) {
            // A prediction only saves time.
            return new int[0];
        }
    }

    private int[] ended(Prompt prompt, int[] encoded, String text) {
        IntStream tokens = Arrays.stream(tokenizer.continuation(prompt, encoded, text));
        return IntStream.concat(tokens, end.after(prompt, tokenizer).stream()).toArray();
    }

    private static void requireWholeCharacters(String stop) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(stop)) {
            throw new IllegalArgumentException(
                    "a stop string must be well-formed Unicode, but one has one half of a surrogate pair");
        }
    }
}
