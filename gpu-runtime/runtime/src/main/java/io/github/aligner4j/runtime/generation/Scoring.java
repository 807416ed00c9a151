package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private final @Nullable PromptTokenizer texts;
    private final List<TokenLogprobs> logprobs = new ArrayList<>();
    private double logLikelihood;
    private boolean lost;

    private Scoring(boolean likelihood, int top, @Nullable PromptTokenizer texts) {
        this.likelihood = likelihood;
        this.top = top;
        this.texts = texts;
    }

    /** Creates one that computes nothing. */
    static Scoring none() {
        return new Scoring(false, 0, null);
    }

    /** Creates one that computes the log-likelihood of the whole sequence. */
    static Scoring ofSequence() {
        return new Scoring(true, 0, null);
    }

    /**
     * Creates one that computes what a request asks for.
     *
     * @param likelihood true if the log-likelihood of the whole sequence is computed
     * @param top number of most likely tokens at each position; 0 for no log probabilities of tokens
     * @param texts tokenizer that gives the texts of tokens
     */
    static Scoring of(boolean likelihood, int top, PromptTokenizer texts) {
        return new Scoring(likelihood, top, texts);
    }

    /** Returns whether all logits are needed. */
    boolean wanted() {
        return likelihood || top > 0;
    }

    /** Records that the sequence left its prediction, so that its likelihood counts as 0. */
    void lose() {
        lost = true;
    }

    /** Records the choice of {@code token} by {@code logits}, which no processor has changed. */
    void chosen(float[] logits, int token) {
        double total = Probabilities.logTotal(logits);
        logLikelihood += logits[token] - total;
        if (top > 0 && texts != null) {
            List<Alternative> alternatives = Arrays.stream(largest(logits, top))
                    .mapToObj(id -> new Alternative(texts.tokenText(id), logProbability(logits, id, total)))
                    .toList();
            logprobs.add(new TokenLogprobs(texts.tokenText(token), logProbability(logits, token, total), alternatives));
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
