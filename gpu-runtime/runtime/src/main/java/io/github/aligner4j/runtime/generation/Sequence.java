package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.TokenUsage;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * One request while it is generated: its prompt, the tokens so far and their text. All but the keys and values, which are
 * the device's.
 *
 * <p>Used by one thread at a time.
 */
public final class Sequence {

    private final int[] prompt;
    private final TokenSelection selection;
    private final StoppingCriteria criteria;
    private final CompletionText text;
    private final List<Integer> generated = new ArrayList<>();
    private final BitSet seen = new BitSet();
    private Optional<FinishReason> finishReason = Optional.empty();
    private int read;
    private int forwardPasses;

    Sequence(int[] prompt, TokenSelection selection, StoppingCriteria criteria, CompletionText text) {
        this.prompt = prompt;
        this.selection = selection;
        this.criteria = criteria;
        this.text = text;
        Arrays.stream(prompt).forEach(seen::set);
    }

    /** Most tokens that the sequence can have, prompt and completion together: what its cache must hold. */
    public int capacity() {
        return prompt.length + criteria.maxNewTokens();
    }

    /** Returns whether part of the prompt is still unread. */
    public boolean prefilling() {
        return read < prompt.length;
    }

    /** Returns whether the sequence has ended. */
    public boolean finished() {
        return finishReason.isPresent();
    }

    /** Number of tokens generated so far. */
    public int generatedTokens() {
        return generated.size();
    }

    /**
     * Runs the model once: over the next chunk of the prompt, then over the token generated last. The last chunk of the
     * prompt gives the first token.
     *
     * @param cache the keys and values of what this sequence has read, and of nothing else
     * @param prefillChunk most tokens of the prompt to read at once, at least 1
     * @return the text that became certain, empty if there is none
     */
    public String advance(CausalLanguageModel model, KeyValueCache cache, int prefillChunk) {
        int[] input = nextInput(prefillChunk);
        forwardPasses++;
        if (read + input.length < prompt.length) {
            model.greedy(input, cache);
            read += input.length;
            return "";
        }
        int token = selection.next(model, input, cache, seen);
        read += input.length;
        return accept(token);
    }

    /**
     * Returns the outcome of a finished sequence.
     *
     * @throws IllegalStateException if the sequence is not finished
     */
    public Generation generation(CompletionTimings timings) {
        FinishReason reason =
                finishReason.orElseThrow(() -> new IllegalStateException("the sequence is not finished yet"));
        TokenUsage usage = new TokenUsage(prompt.length, generated.size());
        return new Generation(new Completion(text.toString(), reason, usage, timings), generated, forwardPasses);
    }

    private int[] nextInput(int prefillChunk) {
        return prefilling()
                ? Arrays.copyOfRange(prompt, read, Math.min(prompt.length, read + prefillChunk))
                : new int[] {generated.get(generated.size() - 1)};
    }

    private String accept(int token) {
        generated.add(token);
        seen.set(token);
        String piece = criteria.ends(token) ? "" : text.append(token);
        finishReason = criteria.reason(token, generated.size());
        if (finished() || text.stopped()) {
            piece += text.finish();
        }
        if (text.stopped()) {
            finishReason = Optional.of(FinishReason.STOP);
        }
        return piece;
    }
}
