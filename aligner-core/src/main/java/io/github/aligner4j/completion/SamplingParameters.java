package io.github.aligner4j.completion;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the next token is chosen, in the order of Hugging Face's logits processors: repetition penalty, temperature, top-k,
 * top-p. Start from {@link #GREEDY} and change it with the {@code withX} methods.
 *
 * @param temperature divisor of the logits, at least 0; 0 means greedy
 * @param topK keeps the k most likely tokens; 0 keeps all
 * @param topP keeps the smallest set of most likely tokens whose probability reaches this, above 0; 1 keeps all
 * @param repetitionPenalty divides positive and multiplies negative logits of tokens seen in prompt or completion (CTRL,
 *     2019), above 0; 1 is off
 * @param maxNewTokens most tokens to generate, at least 1; empty means as many as the model's context leaves
 * @param seed seed of the random choice; empty means a fresh one for each call
 * @see <a href="https://huggingface.co/docs/transformers/main_classes/text_generation">GenerationConfig of transformers</a>
 */
public record SamplingParameters(
        double temperature,
        int topK,
        double topP,
        double repetitionPenalty,
        OptionalInt maxNewTokens,
        OptionalLong seed) {

    /** Always the most likely token, without a limit. */
    public static final SamplingParameters GREEDY =
            new SamplingParameters(0.0, 0, 1.0, 1.0, OptionalInt.empty(), OptionalLong.empty());

    /** Checks each value; the message names the one that is out of range, its value and its limit. */
    public SamplingParameters {
        require(temperature >= 0 && Double.isFinite(temperature), "temperature must be at least 0", temperature);
        require(topK >= 0, "top-k must be at least 0 (0 keeps all tokens)", topK);
        require(topP > 0 && topP <= 1, "top-p must be above 0 and at most 1", topP);
        require(
                repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
                "repetition-penalty must be above 0 (1 is off)",
                repetitionPenalty);
        require(maxNewTokens.orElse(1) >= 1, "max-new-tokens must be at least 1", maxNewTokens.orElse(1));
    }

    /** Returns whether the most likely token is always chosen. */
    public boolean greedy() {
        return temperature == 0.0;
    }

    /** Returns a copy with another temperature. */
    public SamplingParameters withTemperature(double temperature) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, maxNewTokens, seed);
    }

    /** Returns a copy with another top-k. */
    public SamplingParameters withTopK(int topK) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, maxNewTokens, seed);
    }

    /** Returns a copy with another top-p. */
    public SamplingParameters withTopP(double topP) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, maxNewTokens, seed);
    }

    /** Returns a copy with another repetition penalty. */
    public SamplingParameters withRepetitionPenalty(double repetitionPenalty) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, maxNewTokens, seed);
    }

    /** Returns a copy with another limit of new tokens. */
    public SamplingParameters withMaxNewTokens(int maxNewTokens) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, OptionalInt.of(maxNewTokens), seed);
    }

    /** Returns a copy with a seed that makes the random choice repeatable. */
    public SamplingParameters withSeed(long seed) {
        return new SamplingParameters(temperature, topK, topP, repetitionPenalty, maxNewTokens, OptionalLong.of(seed));
    }

    private static void require(boolean holds, String rule, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", but was " + value);
        }
    }
}
