// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.completion.SamplingParameters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of sampling; decoding is greedy by default. */
final class SamplingFlags {

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Maximum number of tokens to generate (default: the rest of the context).")
    private @Nullable Integer maxNewTokens;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            paramLabel = "X",
            description = "Sampling temperature; 0 for greedy decoding (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Sample from the K most likely tokens only.")
    private @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Sample from the most likely tokens whose probabilities add up to P.")
    private @Nullable Double topP;

    @Option(
            names = "--repetition-penalty",
            defaultValue = "1",
            paramLabel = "X",
            description = "Above 1 makes repeated tokens less likely (default: ${DEFAULT-VALUE}).")
    private double repetitionPenalty = 1;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the sampling.")
    private @Nullable Long seed;

    /**
     * Returns the parameters.
     *
     * @throws IllegalArgumentException if one is out of range, or has no effect on greedy decoding
     */
    SamplingParameters parameters() {
        SamplingParameters parameters = SamplingParameters.GREEDY
                .withTemperature(temperature)
                .withTopK(topK == null ? 0 : topK)
                .withTopP(topP == null ? 1 : topP)
                .withRepetitionPenalty(repetitionPenalty);
        if (parameters.greedy() && (topK != null || topP != null || seed != null)) {
            throw new IllegalArgumentException("--top-k, --top-p and --seed are for sampling, but --temperature is 0,"
                    + " which decodes greedily; give a temperature above 0");
        }
        SamplingParameters seeded = seed == null ? parameters : parameters.withSeed(seed);
        return maxNewTokens == null ? seeded : seeded.withMaxNewTokens(maxNewTokens);
    }
}
