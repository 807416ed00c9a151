// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import java.util.Locale;

/**
 * The shape of a Llama checkpoint.
 *
 * @param name the name in tables
 * @param hidden size of a hidden state
 * @param feedForward size of the feed-forward network's inner states
 * @param layers number of layers
 * @param heads number of query heads
 * @param keyValueHeads number of heads of keys and values
 * @param vocabulary number of tokens
 * @param tied true if the matrix of the output is that of the input
 */
public record Shape(
        String name,
        int hidden,
        int feedForward,
        int layers,
        int heads,
        int keyValueHeads,
        int vocabulary,
        boolean tied) {

    /** That of SmolLM2-135M. */
    public static final Shape M134 = new Shape("134m", 576, 1536, 30, 9, 3, 49152, true);

    /** That of SmolLM2-360M. */
    public static final Shape M360 = new Shape("360m", 960, 2560, 32, 15, 5, 49152, true);

    /** That of TinyLlama, 1.1 B. */
    public static final Shape B1 = new Shape("1b", 2048, 5632, 22, 32, 4, 32000, false);

    private static final int CONTEXT = 4096;

    /** Returns the shape of that name. */
    public static Shape byName(String name) {
        return switch (name) {
            case "134m" -> M134;
            case "360m" -> M360;
            case "1b" -> B1;
            default -> throw new IllegalArgumentException("there is no shape '" + name + "'; give 134m, 360m or 1b");
        };
    }

    /** Returns {@code config.json}. */
    public String config() {
        return String.format(
                Locale.ROOT, """
                {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": %d, "intermediate_size": %d,
                 "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d, "hidden_act": "silu",
                 "max_position_embeddings": %d, "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "attention_bias": false,
                 "mlp_bias": false, "tie_word_embeddings": %s, "vocab_size": %d, "bos_token_id": 1, "eos_token_id": 2,
                 "torch_dtype": "bfloat16"}
                """, hidden, feedForward, layers, heads, keyValueHeads, CONTEXT, tied, vocabulary);
    }
}
