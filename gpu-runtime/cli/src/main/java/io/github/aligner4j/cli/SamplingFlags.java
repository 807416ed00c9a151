package io.github.aligner4j.cli;

import io.github.aligner4j.completion.SamplingParameters;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the next token is chosen; greedily without any of these. */
final class SamplingFlags {

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "Most tokens to generate (default: what the context leaves).")
    private @Nullable Integer maxNewTokens;

    @Option(
            names = "--temperature",
            defaultValue = "0",
            paramLabel = "X",
            description = "0 always takes the most likely token (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draws from the K most likely tokens only.")
    private @Nullable Integer topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Draws from the most likely tokens only whose probabilities reach P.")
    private @Nullable Double topP;

    @Option(
            names = "--repetition-penalty",
            defaultValue = "1",
            paramLabel = "X",
            description = "Above 1 makes tokens seen before less likely (default: ${DEFAULT-VALUE}).")
    private double repetitionPenalty = 1;

    @Option(names = "--seed", paramLabel = "N", description = "Makes drawing repeatable.")
    private @Nullable Long seed;

    /**
     * Returns the parameters.
     *
     * @throws IllegalArgumentException if one is out of range, or is about drawing while nothing is drawn
     */
    SamplingParameters parameters() {
        SamplingParameters parameters = SamplingParameters.GREEDY
                .withTemperature(temperature)
                .withTopK(topK == null ? 0 : topK)
                .withTopP(topP == null ? 1 : topP)
                .withRepetitionPenalty(repetitionPenalty);
        if (parameters.greedy() && (topK != null || topP != null || seed != null)) {
            throw new IllegalArgumentException("--top-k, --top-p and --seed are about drawing tokens at random, but"
                    + " --temperature is 0, which takes the most likely one; give a temperature above 0");
        }
        SamplingParameters seeded = seed == null ? parameters : parameters.withSeed(seed);
        return maxNewTokens == null ? seeded : seeded.withMaxNewTokens(maxNewTokens);
    }
}
