package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;

/** How much of a model's weights one token needs. */
public final class WeightTraffic {

    private WeightTraffic() {}

    /**
     * Returns the bytes that a forward pass over one token must read: all matrices but the embedding table, of which it
     * reads one row (all of it if that is the output layer, too). Norms and biases are too small to count.
     *
     * @param dtype the type of the weights, such as {@code bfloat16}
     * @throws IllegalArgumentException if the type is not known
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
