// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Parameters for the choice of the next token, in the order of Hugging Face's logits processors: repetition penalty, temperature, top-k,
 * top-p. Start from {@link #GREEDY} and change it with the {@code withX} methods, which throw an {@link IllegalArgumentException}
 * for a value out of range. Immutable.
 *
 * @see <a href="https://huggingface.co/docs/transformers/main_classes/text_generation">GenerationConfig of transformers</a>
 */
public final class SamplingParameters {

    /** Always the most likely token, without a limit. */
    public static final SamplingParameters GREEDY = new SamplingParameters(new Values(0.0, 0, 1.0, 1.0, null, null));

    private final Values values;

    private SamplingParameters(Values values) {
        this.values = values;
    }

    /** Returns the divisor of the logits; 0 means greedy. */
    public double temperature() {
        return values.temperature;
    }

    /** Returns the number of most likely tokens that are kept; 0 keeps all. */
    public int topK() {
        return values.topK;
    }

    /** Returns the probability that the smallest set of most likely tokens that are kept must reach; 1 keeps all. */
    public double topP() {
        return values.topP;
    }

    /**
     * Returns the repetition penalty (CTRL, 2019): of tokens that occur in the prompt or the completion, positive logits are
     * divided by it and negative ones multiplied by it; 1 is off.
     */
    public double repetitionPenalty() {
        return values.repetitionPenalty;
    }

    /** Returns the maximum number of tokens to generate; empty means as many as the model's context leaves. */
    public OptionalInt maxNewTokens() {
        return values.maxNewTokens == null ? OptionalInt.empty() : OptionalInt.of(values.maxNewTokens);
    }

    /** Returns the seed of the random choice; empty means a fresh one for each call. */
    public OptionalLong seed() {
        return values.seed == null ? OptionalLong.empty() : OptionalLong.of(values.seed);
    }

    /** Returns true if the most likely token is always chosen. */
    public boolean greedy() {
        return values.temperature == 0.0;
    }

    /** Returns a copy with another temperature, at least 0. */
    public SamplingParameters withTemperature(double temperature) {
        require(temperature >= 0 && Double.isFinite(temperature), "temperature must be at least 0", temperature);
        return new SamplingParameters(new Values(
                temperature, values.topK, values.topP, values.repetitionPenalty, values.maxNewTokens, values.seed));
    }

    /** Returns a copy with another top-k, at least 0. */
    public SamplingParameters withTopK(int topK) {
        require(topK >= 0, "top-k must be at least 0 (0 keeps all tokens)", topK);
        return new SamplingParameters(new Values(
                values.temperature, topK, values.topP, values.repetitionPenalty, values.maxNewTokens, values.seed));
    }

    /** Returns a copy with another top-p, above 0 and at most 1. */
    public SamplingParameters withTopP(double topP) {
        require(topP > 0 && topP <= 1, "top-p must be above 0 and at most 1", topP);
        return new SamplingParameters(new Values(
                values.temperature, values.topK, topP, values.repetitionPenalty, values.maxNewTokens, values.seed));
    }

    /** Returns a copy with another repetition penalty, above 0. */
    public SamplingParameters withRepetitionPenalty(double repetitionPenalty) {
        require(
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "repetition-penalty must be above 0 (1 is off)",
                repetitionPenalty);
        return new SamplingParameters(new Values(
                values.temperature, values.topK, values.topP, repetitionPenalty, values.maxNewTokens, values.seed));
    }

    /** Returns a copy with another limit of new tokens, at least 1. */
    public SamplingParameters withMaxNewTokens(int maxNewTokens) {
        require(maxNewTokens >= 1, "max-new-tokens must be at least 1", maxNewTokens);
        return new SamplingParameters(new Values(
                values.temperature, values.topK, values.topP, values.repetitionPenalty, maxNewTokens, values.seed));
    }

    /** Returns a copy with a seed that makes the random choice repeatable. */
    public SamplingParameters withSeed(long seed) {
        return new SamplingParameters(new Values(
                values.temperature, values.topK, values.topP, values.repetitionPenalty, values.maxNewTokens, seed));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SamplingParameters parameters && values.equals(parameters.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "SamplingParameters" + values;
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", but was " + value);
        }
    }

    private record Values(
            double temperature,
            int topK,
            double topP,
            double repetitionPenalty,
            @Nullable Integer maxNewTokens,
            @Nullable Long seed) {}
}
