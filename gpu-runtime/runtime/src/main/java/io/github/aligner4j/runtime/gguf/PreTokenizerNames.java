// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The names that llama.cpp has for the pre-tokenizers of byte-level models ({@code tokenizer.ggml.pre}). It knows them by name only,
 * so each name stands for the steps that its code takes.
 */
final class PreTokenizerNames {

    private static final String BYTES = "bytes";
    private static final String WORDS = "words";
    private static final String DIGITS = "digits";
    private static final String WORDS_CL100K =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String WORDS_QWEN2 = WORDS_CL100K.replace("\\p{N}{1,3}", "\\p{N}");

    /** Names by steps; with merges, and where words of the vocabulary are taken whole ({@code ignore_merges}). */
    private static final Map<List<String>, String> NAMES = Map.of(
            List.of(WORDS), "gpt-2",
            List.of(DIGITS, WORDS), "smollm",
            List.of(WORDS_CL100K, BYTES), "dbrx",
            List.of(WORDS_QWEN2, BYTES), "qwen2");

    private static final Map<List<String>, String> NAMES_OF_WHOLE_WORDS =
            Map.of(List.of(WORDS_CL100K, BYTES), "llama-bpe");

    private PreTokenizerNames() {}

    /**
     * Returns the name of a pre-tokenizer, empty if llama.cpp has none for it.
     *
     * @param preTokenizer the component of {@code tokenizer.json}
     * @param wholeWords true if words that are tokens are taken whole
     */
    static Optional<String> find(JsonNode preTokenizer, boolean wholeWords) {
        List<String> steps = new ArrayList<>();
        if (preTokenizer.path("type").asString("").equals("Sequence")) {
            preTokenizer.path("pretokenizers").values().forEach(step -> steps.add(step(step)));
        } else {
            steps.add(step(preTokenizer));
        }
        return Optional.ofNullable((wholeWords ? NAMES_OF_WHOLE_WORDS : NAMES).get(List.copyOf(steps)));
    }

    private static String step(JsonNode step) {
        String type = step.path("type").asString("");
        return switch (type) {
            case "ByteLevel" ->
                step.path("add_prefix_space").asBoolean(true)
                        ? type
                        : step.path("use_regex").asBoolean(true) ? WORDS : BYTES;
            case "Digits" -> step.path("individual_digits").asBoolean(false) ? DIGITS : type;
            case "Split" -> isolated(step) ? step.path("pattern").path("Regex").asString(type) : type;
            default -> type;
        };
    }

    private static boolean isolated(JsonNode split) {
        return split.path("behavior").asString("").equals("Isolated")
                && !split.path("invert").asBoolean(false);
    }
}
