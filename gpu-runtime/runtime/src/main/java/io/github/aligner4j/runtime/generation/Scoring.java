// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The log probabilities of the tokens of one sequence, by the logits as the model computes them: before temperature, penalties,
 * copy bias and the constraint to whole characters.
 */
final class Scoring {

    private static final int NONE = -1;

    private final boolean likelihood;
    private final int top;
    private final Map<String, Integer> candidates;
    private final @Nullable PromptTokenizer texts;
    private final List<TokenLogprobs> logprobs = new ArrayList<>();
    private double logLikelihood;
    private boolean lost;

    private Scoring(boolean likelihood, int top, Map<String, Integer> candidates, @Nullable PromptTokenizer texts) {
        this.likelihood = likelihood;
        this.top = top;
        this.candidates = candidates;
        this.texts = texts;
    }

    /** Creates one that computes nothing. */
    static Scoring none() {
        return new Scoring(false, 0, Map.of(), null);
    }

    /** Creates one that computes the log-likelihood of the whole sequence. */
    static Scoring ofSequence() {
        return new Scoring(true, 0, Map.of(), null);
    }

    /**
     * Creates one that computes what a request asks for.
     *
     * @param likelihood true if the log-likelihood of the whole sequence is computed
     * @param top number of most likely tokens at each position; 0 for none
     * @param candidates tokens by their text whose log probabilities are computed, too
     * @param texts tokenizer that gives the texts of tokens
     */
    static Scoring of(boolean likelihood, int top, Map<String, Integer> candidates, PromptTokenizer texts) {
        return new Scoring(likelihood, top, candidates, texts);
    }

    /** Returns whether all logits are needed. */
    boolean wanted() {
        return likelihood || ofTokens();
    }

    private boolean ofTokens() {
        return top > 0 || !candidates.isEmpty();
    }

    /** Records that the sequence left its prediction, so that its likelihood counts as 0. */
    void lose() {
        lost = true;
    }

    /** Records the choice of {@code token} by {@code logits}, which no processor has changed. */
    void chosen(float[] logits, int token) {
        double total = Probabilities.logTotal(logits);
        logLikelihood += logits[token] - total;
        if (ofTokens() && texts != null) {
            List<Alternative> alternatives = Arrays.stream(largest(logits, top))
                    .mapToObj(id -> new Alternative(texts.tokenText(id), logProbability(logits, id, total)))
                    .toList();
            List<Alternative> asked = candidates.entrySet().stream()
                    .map(each -> new Alternative(each.getKey(), logProbability(logits, each.getValue(), total)))
                    .toList();
            logprobs.add(new TokenLogprobs(
                    texts.tokenText(token), logProbability(logits, token, total), alternatives, asked));
        }
    }

    /** Returns the natural logarithm of the sequence's probability, negative infinity if it was lost; empty if not computed. */
    OptionalDouble logLikelihood() {
        return likelihood ? OptionalDouble.of(lost ? Double.NEGATIVE_INFINITY : logLikelihood) : OptionalDouble.empty();
    }

    /** Returns the log probabilities of the tokens so far; none if they were not requested. */
    List<TokenLogprobs> logprobs() {
        return logprobs;
    }

    private static double logProbability(float[] logits, int token, double total) {
        // Rounding could make it positive.
        return Math.min(0, logits[token] - total);
    }

    /** Returns the ids of the {@code count} largest logits, the largest first, the lowest id first among equals. */
    static int[] largest(float[] logits, int count) {
        int[] ids = new int[count];
        Arrays.fill(ids, NONE);
        for (int id = 0; id < logits.length; id++) {
            int at = count;
            while (at > 0 && (ids[at - 1] == NONE || logits[id] > logits[ids[at - 1]])) {
                at--;
            }
            if (at < count) {
                System.arraycopy(ids, at, ids, at + 1, count - at - 1);
                ids[at] = id;
            }
        }
        return IntStream.of(ids).filter(id -> id != NONE).toArray();
    }
}
