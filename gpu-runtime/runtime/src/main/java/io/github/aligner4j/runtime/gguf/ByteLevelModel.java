// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Byte pair encoding over bytes, as GPT-2's.
 *
 * @param preTokenizer name of the pre-tokenizer in llama.cpp
 * @param merges pairs of tokens that become one, the first merged first
 * @param composed true if texts are normalized to composed characters first, which llama.cpp does not do
 */
record ByteLevelModel(String preTokenizer, List<String> merges, boolean composed) implements TokenizerModel {

    /** Copies the list. */
    ByteLevelModel {
        merges = List.copyOf(merges);
    }

    /**
     * Reads the model out of a tokenizer.
     *
     * @throws CheckpointException if llama.cpp has no equal of it
     */
    static ByteLevelModel of(CheckpointDirectory checkpoint, ObjectNode json) {
        JsonNode model = json.path("model");
        for (String key : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.path(key).asString("").isEmpty()) {
                throw GgufTokenizer.refused(checkpoint, "a byte-level tokenizer with '" + key + "'");
            }
        }
        String normalizer = json.path("normalizer").path("type").asString("");
        if (!normalizer.isEmpty() && !normalizer.equals("NFC")) {
            throw GgufTokenizer.refused(checkpoint, "the normalizer " + normalizer + " before byte pair encoding");
        }
        boolean wholeWords = model.path("ignore_merges").asBoolean(false);
        String name = PreTokenizerNames.find(json.path("pre_tokenizer"), wholeWords)
                .orElseThrow(() -> GgufTokenizer.refused(
                        checkpoint,
                        "the pre-tokenizer " + json.path("pre_tokenizer") + (wholeWords ? " with ignore_merges" : "")));
        List<String> merges = Merges.read(model).stream()
                .map(pair -> pair.first() + " " + pair.second())
                .toList();
        return new ByteLevelModel(name, merges, normalizer.equals("NFC"));
    }

    @Override
    public void describe(GgufMetadata metadata) {
        metadata.putText("tokenizer.ggml.model", "gpt2");
        metadata.putText("tokenizer.ggml.pre", preTokenizer);
        metadata.putTexts("tokenizer.ggml.merges", merges);
    }

    @Override
    public List<String> differences() {
        return composed
                ? List.of(
                        "texts with decomposed characters (e and an accent apart) get other tokens, as llama.cpp does not"
                                + " normalize them; send token ids")
                : List.of();
    }
}
