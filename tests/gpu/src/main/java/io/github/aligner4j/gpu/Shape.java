// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a model, whose weights are random.
 *
 * @param name the name on the command line
 * @param config the entries of its {@code config.json} that make the shape
 */
record Shape(String name, Map<String, Object> config) {

    private static final List<String> SIZES = List.of(
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "num_key_value_heads",
            "intermediate_size",
            "vocab_size");

    /** Copies the entries. */
    Shape {
        config = Map.copyOf(config);
    }

    /** Returns the names of all shapes. */
    static List<String> names() {
        return List.of("7b", "2b", "134m", "tiny", "tiny-gemma");
    }

    /**
     * Returns the shape called {@code name}: Llama-2-7B, Gemma-2B, a Llama of 134 M parameters, and a tiny one of each of the
     * two families.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Shape of(String name) {
        return switch (name) {
            case "7b" -> llama(name, 4096, 32, 32, 32, 11008, 32000);
            case "2b" -> gemma(name, 256, 2048, 18, 8, 1, 16384, 256000);
            case "134m" -> llama(name, 768, 12, 12, 12, 2048, 32000);
            case "tiny" -> llama(name, 64, 2, 4, 2, 128, 0);
            case "tiny-gemma" -> gemma(name, 16, 64, 2, 4, 1, 128, 0);
            default ->
                throw new IllegalArgumentException("shape must be one of " + names() + ", but was '" + name + "'");
        };
    }

    /** Returns a copy in which these entries have other values. */
    Shape with(Map<String, Integer> sizes) {
        Map<String, Object> changed = new LinkedHashMap<>(config);
        for (Map.Entry<String, Integer> size : sizes.entrySet()) {
            if (!(changed.get(size.getKey()) instanceof Integer)) {
                throw new IllegalArgumentException("shape " + name + " has no size '" + size.getKey()
                        + "'; sizes are those of config.json, such as num_hidden_layers");
            }
            changed.put(size.getKey(), size.getValue());
        }
        return new Shape(name, changed);
    }

    private static Shape llama(String name, int... sizes) {
        Map<String, Object> config = new LinkedHashMap<>(Map.of(
                "architectures",
                List.of("LlamaForCausalLM"),
                "model_type",
                "llama",
                "hidden_act",
                "silu",
                "tie_word_embeddings",
                false));
        for (int i = 0; i < sizes.length; i++) {
            config.put(SIZES.get(i), sizes[i]);
        }
        return new Shape(name, config);
    }

    private static Shape gemma(String name, int headSize, int... sizes) {
        Map<String, Object> config = new LinkedHashMap<>(llama(name, sizes).config());
        config.put("architectures", List.of("GemmaForCausalLM"));
        config.put("model_type", "gemma");
        config.put("hidden_act", "gelu_pytorch_tanh");
        config.put("hidden_activation", "gelu_pytorch_tanh");
        config.put("head_dim", headSize);
        config.put("tie_word_embeddings", true);
        return new Shape(name, config);
    }
}
