// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;

/** Computes the bytes of weights that are read for one token. */
public final class WeightTraffic {

    private WeightTraffic() {}

    /**
     * Returns the bytes that a forward pass over one token reads: all matrices except the embedding table, of which it reads one
     * row (all of it if it is the output layer as well). Norms and biases are too small to count.
     *
     * @param dtype the number type of the weights, such as {@code bfloat16}
     * @throws IllegalArgumentException if the type is unknown
     */
    public static long bytesPerToken(ModelConfig config, String dtype) {
        AttentionConfig attention = config.attention();
        long hidden = config.hiddenSize();
        long layer = hidden * (2L * attention.querySize() + 2L * attention.keyValueSize())
                + 3L * hidden * config.feedForwardSize();
        return size(dtype) * (config.layers() * layer + hidden * config.vocabularySize());
    }

    private static int size(String dtype) {
        return switch (dtype) {
            case "float32" -> 4;
            case "bfloat16", "float16" -> 2;
            case "int8" -> 1;
            default -> throw new IllegalArgumentException("no known size of the number type '" + dtype + "'");
        };
    }
}
