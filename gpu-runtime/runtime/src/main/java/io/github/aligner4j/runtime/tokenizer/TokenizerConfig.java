// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The changes of {@code tokenizer_config.json} to {@code tokenizer.json}, as the fast tokenizers of transformers 4 apply them.
 * (In its version 5, the other file prevails.)
 */
final class TokenizerConfig {

    private static final String FILE = "tokenizer_config.json";
    private static final String MODEL_CONFIG = "config.json";
    private static final String TYPE = "tokenizer_class";
    private static final String ADDED = "added_tokens_decoder";
    private static final String PREFIX_SPACE = "add_prefix_space";
    private static final long MAX_BYTES = 64L << 20;

    /** Tokenizers that put tokens around a sequence themselves, whatever the other file's post-processor does. */
    private static final Map<String, List<String>> OWN_TEMPLATE = Map.of(
            "LlamaTokenizer", List.of("<s>", "</s>"),
            "CodeLlamaTokenizer", List.of("<s>", "</s>"),
            "GemmaTokenizer", List.of("<bos>", "<eos>"),
            "CohereTokenizer", List.of("<BOS_TOKEN>", "<|END_OF_TURN_TOKEN|>"));

    /** The tokenizers of model types, for files that name no class. */
    private static final Map<String, String> BY_MODEL_TYPE = Map.of(
            "llama", "LlamaTokenizer",
            "mistral", "LlamaTokenizer",
            "gemma", "GemmaTokenizer",
            "gemma2", "GemmaTokenizer",
            "gemma3_text", "GemmaTokenizer",
            "gemma3", "GemmaTokenizer");

    private final @Nullable JsonFields fields;
    private final String tokenizer;

    private TokenizerConfig(@Nullable JsonFields fields, String tokenizer) {
        this.fields = fields;
        this.tokenizer = tokenizer;
    }

    /** Reads the file in {@code folder}; without one, nothing is changed. */
    static TokenizerConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new TokenizerConfig(null, "");
        }
        JsonFields fields = JsonFields.read(file, MAX_BYTES);
        String named = fields.text(TYPE, "").replaceFirst("Fast$", "");
        return new TokenizerConfig(fields, named.isEmpty() ? ofModelType(folder.resolve(MODEL_CONFIG)) : named);
    }

    private static String ofModelType(Path config) {
        return Files.isRegularFile(config)
                ? BY_MODEL_TYPE.getOrDefault(JsonFields.read(config, MAX_BYTES).word("model_type", ""), "")
                : "";
    }

    /** Returns the tokens before a sequence if this tokenizer puts them there itself. */
    Optional<List<String>> leading() {
        if (fields == null || !OWN_TEMPLATE.containsKey(tokenizer)) {
            return Optional.empty();
        }
        List<String> defaults = OWN_TEMPLATE.get(tokenizer);
        // Tokens behind a sequence would end it before it is continued; the field is checked nevertheless.
        isOn("add_eos_token", false);
        if (!isOn("add_bos_token", true)) {
            return Optional.of(List.of());
        }
        String begin = token("bos_token", defaults.get(0));
        if (begin == null) {
            throw fields.wrong("bos_token", "given where 'add_bos_token' is not false");
        }
        return Optional.of(List.of(begin));
    }

    /** Returns whether a flag is on; an explicit null is off, as in Python. */
    private boolean isOn(String key, boolean fallback) {
        return fields != null && (fields.contains(key) ? fields.flag(key, false) : fallback);
    }

    /** Returns the text of a named token, given as such or as an object; null if it is set to null. */
    private @Nullable String token(String key, @Nullable String fallback) {
        if (fields == null || !fields.contains(key)) {
            return fallback;
        }
        return !fields.hasValue(key)
                ? null
                : fields.value(key).isObject() ? fields.object(key).text("content") : fields.text(key);
    }

    /** Returns the tokens that this file defines as begin and end of sequence, which are never part of a text. */
    Stream<String> frameTokens() {
        return Stream.of("bos_token", "eos_token").map(key -> token(key, null)).flatMap(Stream::ofNullable);
    }

    /** Returns the tokens of {@code added_tokens_decoder}. */
    List<AddedToken> addedTokens() {
        List<AddedToken> tokens = new ArrayList<>();
        if (fields != null && fields.hasValue(ADDED)) {
            JsonFields entries = fields.object(ADDED);
            for (String id : entries.keys()) {
                if (!id.matches("\\d{1,8}")) {
                    throw fields.wrong(ADDED, "an object whose keys are token ids; found '" + id + "'");
                }
                tokens.add(AddedToken.read(entries.object(id), Integer.parseInt(id)));
            }
        }
        return tokens;
    }

    /**
     * Returns whether a space is put before the first word, empty if this file does not determine that. It does for a
     * pre-tokenizer with a field of that name: absent means off, and null changes nothing. Llama's class ignores the field.
     */
    Optional<Boolean> prefixSpace() {
        if (fields == null || Set.of("LlamaTokenizer", "CodeLlamaTokenizer").contains(tokenizer)) {
            return Optional.empty();
        }
        boolean unsaid = fields.contains(PREFIX_SPACE) && !fields.hasValue(PREFIX_SPACE);
        return unsaid ? Optional.empty() : Optional.of(fields.flag(PREFIX_SPACE, false));
    }
}
