// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.tokenizer.TokenizerDefinition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tokenizer of a checkpoint as llama.cpp describes it.
 *
 * @param checkpoint the checkpoint
 * @param definition its tokenizer
 * @param tokens the tokens by id
 * @param model the kind of the tokenizer's model
 */
record GgufTokenizer(
        CheckpointDirectory checkpoint, TokenizerDefinition definition, GgufTokens tokens, TokenizerModel model) {

    private static final List<String> END_KEYS = List.of("eos_token_id", "eot_token_id", "eom_token_id");

    /**
     * Reads the tokenizer of a checkpoint.
     *
     * @throws CheckpointException if llama.cpp has no equal of it
     */
    static GgufTokenizer read(CheckpointDirectory checkpoint) {
        TokenizerDefinition definition = TokenizerDefinition.read(checkpoint.tokenizer());
        ObjectNode json = definition.textJson(checkpoint.config().vocabularySize());
        requirePlainAddedTokens(checkpoint, json);
        JsonNode type = json.path("model").path("type");
        if (!type.asString("").equals("BPE")) {
            throw refused(checkpoint, "models of the type " + type.asString("") + "; only BPE can be exported");
        }
        GgufTokens tokens = GgufTokens.of(
                json.path("model").path("vocab"),
                definition,
                checkpoint.config().vocabularySize());
        boolean bytes = json.path("model").path("byte_fallback").asBoolean(false);
        TokenizerModel model =
                bytes ? SentencePieceModel.of(checkpoint, json, tokens) : ByteLevelModel.of(checkpoint, json);
        GgufTokenizer tokenizer = new GgufTokenizer(checkpoint, definition, tokens, model);
        tokenizer.checkFrame();
        return tokenizer;
    }

    /** Returns the exception that says that llama.cpp has no equal of a part of the tokenizer. */
    static CheckpointException refused(CheckpointDirectory checkpoint, String refused) {
        return new CheckpointException(
                checkpoint.tokenizer(),
                "llama.cpp has no equal of " + refused + ", so the checkpoint can't be exported to GGUF");
    }

    /** Refuses added tokens that are searched for in another way than letter by letter, since texts would change. */
    private static void requirePlainAddedTokens(CheckpointDirectory checkpoint, ObjectNode json) {
        for (JsonNode token : json.path("added_tokens").values()) {
            for (String flag : List.of("single_word", "lstrip", "rstrip")) {
                if (token.path(flag).asBoolean(false)) {
                    throw refused(
                            checkpoint,
                            "added tokens with " + flag + ", as '"
                                    + token.path("content").asString("") + "' has");
                }
            }
        }
    }

    private void checkFrame() {
        Set<Integer> begin = checkpoint.specialTokens().begin();
        List<Integer> leading = definition.leading();
        if (leading.size() > 1 || (!leading.isEmpty() && !begin.isEmpty() && !begin.containsAll(leading))) {
            throw refused(
                    checkpoint, "the tokens " + leading + " before each sequence, where bos_token_id is " + begin);
        }
        if (endIds().size() > END_KEYS.size()) {
            throw refused(checkpoint, endIds().size() + " tokens that end a sequence; it has " + END_KEYS.size());
        }
    }

    private Set<Integer> endIds() {
        Set<Integer> ids = new LinkedHashSet<>(checkpoint.specialTokens().end());
        checkpoint.endToken().flatMap(tokens::id).ifPresent(ids::add);
        return ids;
    }

    /** Returns what an engine will do differently, one sentence each. */
    List<String> differences() {
        return model.differences();
    }

    /** Puts the keys that describe the tokenizer. */
    void describe(GgufMetadata metadata) {
        String prefix = "tokenizer.ggml.";
        model.describe(metadata);
        metadata.putTexts(prefix + "tokens", tokens.texts());
        metadata.putIntegers(
                prefix + "token_type",
                tokens.types().stream().map(TokenType::number).toList());
        Optional<Integer> begin = definition.leading().stream()
                .findFirst()
                .or(() -> checkpoint.specialTokens().begin().stream().findFirst());
        begin.ifPresent(id -> metadata.putCount(prefix + "bos_token_id", id));
        List<Integer> end = new ArrayList<>(endIds());
        for (int i = 0; i < end.size(); i++) {
            metadata.putCount(prefix + END_KEYS.get(i), end.get(i));
        }
        metadata.putFlag(prefix + "add_bos_token", !definition.leading().isEmpty());
        metadata.putFlag(prefix + "add_eos_token", false);
    }
}
