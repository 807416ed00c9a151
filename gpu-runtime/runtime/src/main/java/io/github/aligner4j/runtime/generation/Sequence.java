// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.runtime.drafting.DraftTree;
import io.github.aligner4j.runtime.drafting.Drafter;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * One request during generation: its prompt, the tokens so far and their text, but not its keys and values. A sequence whose
 * cache was evicted continues with an empty one.
 *
 * <p>Each step reads the tokens that the cache does not hold yet and, behind them, a draft. The sequence then chooses token by
 * token, each by the scores that plain decoding would have had there, as long as the draft contains the chosen token. The draft
 * thus determines how many tokens a pass yields, but never which: for a draft without probabilities of its own, this is the
 * acceptance rule of speculative sampling.
 *
 * <p>Used by one thread at a time.
 *
 * @see <a href="https://arxiv.org/abs/2211.17192">Fast Inference from Transformers via Speculative Decoding</a>
 */
public final class Sequence {

    private final TokenBuffer tokens;
    private final int promptTokens;
    private final ModelVariant variant;
    private final TokenSelection selection;
    private final StoppingCriteria criteria;
    private final CompletionText text;
    private final Drafter drafter;
    private final int minTokens;
    private final BitSet seen = new BitSet();
    private Optional<FinishReason> finishReason = Optional.empty();
    private int forwardPasses;
    private int draftedTokens;
    private int acceptedTokens;
    private int reusedTokens;

    Sequence(int[] prompt, ModelVariant variant, Decoding decoding, CompletionText text) {
        this.tokens = new TokenBuffer(prompt);
        this.promptTokens = prompt.length;
        this.variant = variant;
        this.selection = decoding.selection();
        this.criteria = decoding.criteria();
        this.drafter = decoding.drafter();
        this.minTokens = decoding.minTokens();
        this.text = text;
        for (int token : prompt) {
            seen.set(token);
        }
    }

    /** Returns the adapter and strength that the sequence is read with. */
    public ModelVariant variant() {
        return variant;
    }

    /** Returns all tokens so far, prompt first. */
    public int[] tokens() {
        return tokens.copy(0, tokens.length());
    }

    /** Returns the number of tokens so far, prompt and completion together. */
    public int length() {
        return tokens.length();
    }

    /** Returns the maximum number of tokens of the sequence, prompt and completion together. */
    public int capacity() {
        return promptTokens + criteria.maxNewTokens();
    }

    /** Returns the minimum number of tokens that a pass reads, if there is room. */
    public int minTokens() {
        return minTokens;
    }

    /** Returns whether nothing has been generated yet. */
    public boolean prefilling() {
        return generatedTokens() == 0;
    }

    /** Returns whether the sequence has ended. */
    public boolean finished() {
        return finishReason.isPresent();
    }

    /** Returns the number of tokens generated so far. */
    public int generatedTokens() {
        return tokens.length() - promptTokens;
    }

    /** Records that the keys and values of the first {@code count} tokens were cached. */
    public void markReused(int count) {
        reusedTokens += count;
    }

    /**
     * Returns the next step.
     *
     * @param cached number of the sequence's tokens in its cache, less than {@link #length()}
     * @param maxTokens maximum number of tokens to read, at least 1
     */
    public SequenceStep next(int cached, int maxTokens) {
        return next(cached, maxTokens, 1);
    }

    /**
     * Returns the next step in a pass that several sequences share.
     *
     * @param cached number of the sequence's tokens in its cache, less than {@link #length()}
     * @param maxTokens maximum number of tokens to read, at least 1
     * @param sequences number of sequences in the pass, at least 1
     */
    public SequenceStep next(int cached, int maxTokens, int sequences) {
        int pending = tokens.length() - cached;
        int before = tokensBeforeAdapter(cached);
        // Few tokens are rounded otherwise than many, so those of base and adapter are counted apart.
        boolean apart = minTokens > 1 && before >= minTokens;
        if (pending > maxTokens || apart) {
            int end = cached + (apart ? Math.min(before, maxTokens) : maxTokens);
            return new SequenceStep(tokens.copy(cached, end), DraftTree.NONE, false, false);
        }
        // The last token before the limit needs no draft: its scores yield its successor only.
        int maxDraft = Math.min(maxTokens - pending, capacity() - tokens.length() - 1);
        DraftTree draft = maxDraft > 0 && !selection.undecided() ? drafter.draft(maxDraft, sequences) : DraftTree.NONE;
        int missing = Math.min(minTokens - (pending - before), maxTokens - pending);
        DraftTree filled = draft.padded(missing, tokens.last());
        return new SequenceStep(tokens.copy(cached, tokens.length()), filled, true, !selection.onDevice());
    }

    /** Returns the number of tokens to read until the adapter starts; 0 if it has started, or does not start among these tokens. */
    private int tokensBeforeAdapter(int cached) {
        int start = variant.baseTokens();
        return start < tokens.length() ? Math.max(0, start - cached) : 0;
    }

    /**
     * Takes the scores of a pass over {@code step} and drops rejected tokens from {@code cache}.
     *
     * @param step the last result of {@link #next}
     * @param scores scores of its tokens
     * @param cache keys and values of the sequence, those of the step included
     * @return the text that became final, empty if there is none. If the model's choice would break a character, there may be
     *     no new token: the next step then reads the last one again
     */
    public String accept(SequenceStep step, Scores scores, KeyValueCache cache) {
        forwardPasses++;
        if (!step.scored()) {
            return "";
        }
        int read = tokens.length();
        DraftTree draft = step.draft();
        AcceptedPath path = new AcceptedPath(draft);
        StringBuilder pieces = new StringBuilder();
        int node;
        do {
            int token = selection.next(scores, 1 + path.node(), seen);
            node = -1;
            if (token != TokenSelection.UNDECIDED) {
                pieces.append(append(token));
                node = finished() ? -1 : path.follow(token);
            }
        } while (node >= 0);
        path.keepIn(cache, read);
        // The last token is read again where all its logits are needed.
        cache.truncate(Math.min(cache.length(), tokens.length() - 1));
        draftedTokens += draft.size();
        acceptedTokens += path.length();
        if (tokens.length() > read) {
            drafter.accepted(draft, tokens.copy(read, tokens.length()));
        }
        return pieces.toString();
    }

    /**
     * Returns the result of a finished sequence.
     *
     * @throws IllegalStateException if the sequence is not finished
     */
    public Generation generation(CompletionTimings timings) {
        FinishReason reason =
                finishReason.orElseThrow(() -> new IllegalStateException("the sequence is not finished yet"));
        List<Integer> generated = new ArrayList<>();
        for (int token : tokens.copy(promptTokens, tokens.length())) {
            generated.add(token);
        }
        TokenUsage usage = new TokenUsage(promptTokens, generated.size());
        Completion completion = new Completion(
                text.toString(), reason, usage, timings, selection.scoring().logprobs());
        return new Generation(
                completion,
                generated,
                forwardPasses,
                new DraftStats(draftedTokens, acceptedTokens),
                reusedTokens,
                selection.scoring().logLikelihood());
    }

    private String append(int token) {
        tokens.add(token);
        seen.set(token);
        String piece = criteria.ends(token) ? "" : text.append(token);
        finishReason = criteria.reason(token, generatedTokens());
        if (finished() || text.stopped()) {
            piece += text.finish(selection.insideCharacter());
        }
        if (text.stopped()) {
            finishReason = Optional.of(FinishReason.STOP);
        }
        return piece;
    }
}
