// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.Optional;

/**
 * Reads rotary embeddings in the layout of transformers up to 4 ({@code rope_theta}, {@code rope_scaling}) and from 5 on
 * ({@code rope_parameters}); where both are there, the former wins.
 */
final class RotaryReader {

    private static final double DEFAULT_THETA = 10_000;
    private static final double DEFAULT_LONG_THETA = 1_000_000;
    private static final double DEFAULT_BETA_FAST = 32;
    private static final double DEFAULT_BETA_SLOW = 1;

    private final JsonFields config;
    private final int headSize;
    private final int contextTokens;

    RotaryReader(JsonFields config, int headSize, int contextTokens) {
        this.config = config;
        this.headSize = headSize;
        this.contextTokens = contextTokens;
    }

    /** Returns the rotation of all layers, for families with one. */
    RotaryEmbedding only() {
        return embedding(parameters(), "rope_theta", DEFAULT_THETA);
    }

    /** Returns the rotation of layers that see the whole context, for families with two. */
    RotaryEmbedding global() {
        return embedding(nested("full_attention"), "rope_theta", DEFAULT_LONG_THETA);
    }

    /** Returns the rotation of layers with a window, for families with two. */
    RotaryEmbedding local() {
        Optional<JsonFields> own =
                config.optionalObject("rope_parameters").flatMap(p -> p.optionalObject("sliding_attention"));
        return embedding(own, "rope_local_base_freq", DEFAULT_THETA);
    }

    private Optional<JsonFields> nested(String layerType) {
        Optional<JsonFields> parameters = parameters();
        return parameters.flatMap(p -> p.optionalObject(layerType)).or(() -> parameters);
    }

    private Optional<JsonFields> parameters() {
        return config.optionalObject("rope_scaling").or(() -> config.optionalObject("rope_parameters"));
    }

    private RotaryEmbedding embedding(Optional<JsonFields> parameters, String thetaKey, double fallback) {
        double topLevel = config.positive(thetaKey, fallback);
        double theta = parameters.map(p -> p.positive("rope_theta", topLevel)).orElse(topLevel);
        RotaryScaling scaling = parameters.map(p -> scaling(p, theta)).orElseGet(RotaryScaling.None::new);
        return new RotaryEmbedding(theta, headSize, scaling);
    }

    private RotaryScaling scaling(JsonFields p, double theta) {
        String key = p.hasValue("rope_type") ? "rope_type" : "type";
        return switch (p.text(key, "default")) {
            case "default" -> new RotaryScaling.None();
            case "dynamic" -> dynamic(p);
            case "linear" -> new RotaryScaling.Linear(p.positive("factor"));
            case "llama3" -> llama3(p);
            case "yarn" -> yarn(p, theta);
            default -> throw p.wrong(key, "one of default, dynamic, linear, llama3, yarn");
        };
    }

    /**
     * Checks the scaling. It takes effect only beyond {@code max_position_embeddings}, the maximum length of a sequence
     * here.
     */
    private static RotaryScaling dynamic(JsonFields p) {
        p.positive("factor");
        return new RotaryScaling.None();
    }

    private RotaryScaling llama3(JsonFields p) {
        double low = p.positive("low_freq_factor");
        double high = p.positive("high_freq_factor");
        if (high <= low) {
            throw p.wrong("high_freq_factor", "above low_freq_factor, " + low);
        }
        return new RotaryScaling.Llama3(p.positive("factor"), low, high, trainedTokens(p));
    }

    private RotaryScaling yarn(JsonFields p, double theta) {
        int trained = trainedTokens(p);
        double factor = p.positive("factor", (double) contextTokens / trained);
        double low = index(p.positive("beta_fast", DEFAULT_BETA_FAST), theta, trained);
        double high = index(p.positive("beta_slow", DEFAULT_BETA_SLOW), theta, trained);
        if (p.flag("truncate", true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, headSize - 1);
        double step = low == high ? 0.001 : 0;
        return new RotaryScaling.Yarn(factor, low, high + step, magnitude(p, factor));
    }

    /** Returns the index of the frequency that turns {@code rotations} times in the trained context. */
    private double index(double rotations, double theta, int trainedTokens) {
        return headSize * Math.log(trainedTokens / (rotations * 2 * Math.PI)) / (2 * Math.log(theta));
    }

    private static double magnitude(JsonFields p, double factor) {
        if (p.hasValue("attention_factor")) {
            return p.positive("attention_factor");
        }
        if (p.hasValue("mscale") && p.hasValue("mscale_all_dim")) {
            return magnitude(factor, p.positive("mscale")) / magnitude(factor, p.positive("mscale_all_dim"));
        }
        return magnitude(factor, 1);
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : 0.1 * scale * Math.log(factor) + 1;
    }

    private int trainedTokens(JsonFields p) {
        return p.count("original_max_position_embeddings", Integer.MAX_VALUE, contextTokens);
    }
}
