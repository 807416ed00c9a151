// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scripted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Writes small tokenizer.json files of the kinds that real checkpoints have. */
public final class TokenizerJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final List<String> merges = new ArrayList<>();
    private final List<Map<String, Object>> addedTokens = new ArrayList<>();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Map<String, Object> model = new LinkedHashMap<>();

    private TokenizerJson() {
        json.put("version", "1.0");
        json.put("added_tokens", addedTokens);
        model.put("type", "BPE");
        model.put("vocab", vocabulary);
        model.put("merges", merges);
        json.put("model", model);
    }

    /** As Llama 3 and Qwen: bytes, with special tokens behind the vocabulary, none of which leads a sequence. */
    public static TokenizerJson byteLevel() {
        TokenizerJson tokenizer = new TokenizerJson();
        for (int each = 0; each < 256; each++) {
            tokenizer.vocabulary.put(byteSymbol(each), each);
        }
        tokenizer.merge("h", "i").merge("Ġ", "hi").merge("<", "/");
        Map<String, Object> byteLevel =
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
        tokenizer.json.put("pre_tokenizer", byteLevel);
        tokenizer.json.put("decoder", byteLevel);
        tokenizer.add("</s>", true).add("<tool>", false).add("<end>", true).add("<think>", false);
        return tokenizer;
    }

    /** As Llama 2: a space before each text, bytes for unknown characters, special tokens in front, {@code <s>} leads. */
    public static TokenizerJson metaspace() {
        TokenizerJson tokenizer = new TokenizerJson();
        List.of("<unk>", "<s>", "</s>").forEach(token -> {
            tokenizer.vocabulary.put(token, tokenizer.vocabulary.size());
            tokenizer.add(token, true);
        });
        for (int each = 0; each < 256; each++) {
            tokenizer.vocabulary.put(String.format("<0x%02X>", each), tokenizer.vocabulary.size());
        }
        for (char each : "▁</s>abhi".toCharArray()) {
            tokenizer.vocabulary.putIfAbsent(String.valueOf(each), tokenizer.vocabulary.size());
        }
        tokenizer.merge("h", "i").merge("▁", "hi");
        tokenizer.model.put("unk_token", "<unk>");
        tokenizer.model.put("byte_fallback", true);
        tokenizer.model.put("fuse_unk", true);
        tokenizer.json.put(
                "decoder",
                Map.of(
                        "type",
                        "Sequence",
                        "decoders",
                        List.of(
                                Map.of("type", "Replace", "pattern", Map.of("String", "▁"), "content", " "),
                                Map.of("type", "ByteFallback"),
                                Map.of("type", "Fuse"),
                                Map.of("type", "Strip", "content", " ", "start", 1, "stop", 0))));
        return tokenizer.ledBy("<s>");
    }

    /** As Gemma: no space is put before a text, and {@code ▁} is all that a space becomes. */
    public static TokenizerJson gemma() {
        TokenizerJson tokenizer =
                metaspace().normalizing(Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", "▁"));
        tokenizer.json.put(
                "decoder",
                Map.of(
                        "type",
                        "Sequence",
                        "decoders",
                        List.of(
                                Map.of("type", "Replace", "pattern", Map.of("String", "▁"), "content", " "),
                                Map.of("type", "ByteFallback"),
                                Map.of("type", "Fuse"))));
        return tokenizer;
    }

    /** Knows some characters, and no bytes for the others. */
    public static TokenizerJson withoutBytes() {
        TokenizerJson tokenizer = new TokenizerJson();
        tokenizer.vocabulary.put("<unk>", 0);
        tokenizer.add("<unk>", true);
        for (char each = '!'; each <= '~'; each++) {
            tokenizer.vocabulary.put(String.valueOf(each), tokenizer.vocabulary.size());
        }
        tokenizer.vocabulary.put("▁", tokenizer.vocabulary.size());
        tokenizer.vocabulary.put("é", tokenizer.vocabulary.size());
        tokenizer.merge("h", "i").merge("▁", "hi");
        tokenizer.model.put("unk_token", "<unk>");
        Map<String, Object> metaspace =
                Map.of("type", "Metaspace", "replacement", "▁", "prepend_scheme", "always", "split", true);
        tokenizer.json.put("pre_tokenizer", metaspace);
        tokenizer.json.put("decoder", metaspace);
        return tokenizer.folding();
    }

    /** Takes a character out of the vocabulary. */
    public TokenizerJson lacking(char character) {
        vocabulary.remove(String.valueOf(character));
        return this;
    }

    /** Has an ASCII character itself instead of the token of its byte, as Gemma has a tab; ids stay as they are. */
    public TokenizerJson writing(char character) {
        Map<String, Integer> tokens = new LinkedHashMap<>(vocabulary);
        vocabulary.clear();
        String replaced = String.format("<0x%02X>", (int) character);
        tokens.forEach((token, id) -> vocabulary.put(token.equals(replaced) ? String.valueOf(character) : token, id));
        return this;
    }

    /** Changes texts before anything else is done. */
    public TokenizerJson normalizing(Map<String, Object> normalizer) {
        json.put("normalizer", normalizer);
        return this;
    }

    /** Puts a space before each text that does not begin with one, and leaves it there. */
    public TokenizerJson prefixingSpace() {
        json.put(
                "pre_tokenizer",
                Map.of("type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true));
        return this;
    }

    /** Folds full-width and other compatible characters into plain ones, as tokenizers of multilingual models do. */
    public TokenizerJson folding() {
        json.put("normalizer", Map.of("type", "NFKC"));
        return this;
    }

    /** Puts a space before every text, as Llama 2 does. */
    public TokenizerJson prependingEverywhere() {
        json.put(
                "normalizer",
                Map.of(
                        "type",
                        "Sequence",
                        "normalizers",
                        List.of(
                                Map.of("type", "Prepend", "prepend", "▁"),
                                Map.of("type", "Replace", "pattern", Map.of("String", " "), "content", "▁"))));
        return this;
    }

    /** Puts a space before the first text of a sequence only, as Mistral does. */
    public TokenizerJson prependingFirst() {
        json.put(
                "pre_tokenizer",
                Map.of("type", "Metaspace", "replacement", "▁", "prepend_scheme", "first", "split", false));
        return this;
    }

    /** Adds a setting that cuts and fills up sequences, as saved by tools that used it. */
    public TokenizerJson truncatingAndPadding() {
        json.put("truncation", Map.of("direction", "Right", "max_length", 2, "strategy", "LongestFirst", "stride", 0));
        json.put(
                "padding",
                Map.of(
                        "strategy",
                        Map.of("Fixed", 8),
                        "direction",
                        "Right",
                        "pad_id",
                        0,
                        "pad_type_id",
                        0,
                        "pad_token",
                        "x"));
        return this;
    }

    /** Puts the added token {@code token} before every sequence. */
    public TokenizerJson ledBy(String token) {
        int id = addedTokens.stream()
                .filter(added -> token.equals(added.get("content")))
                .map(added -> (Integer) added.get("id"))
                .findFirst()
                .orElseThrow();
        json.put("post_processor", leadBy(token, id));
        return this;
    }

    /** Makes a special token out of characters that text can have. */
    public TokenizerJson special(String token) {
        return add(token, true);
    }

    /** Adds a merge of two tokens and its result, which must come in this order. */
    public TokenizerJson merge(String left, String right) {
        vocabulary.put(left + right, vocabulary.size());
        merges.add(left + " " + right);
        return this;
    }

    /** Writes the file into {@code folder} and returns it. */
    public Path writeTo(Path folder) throws IOException {
        return Files.writeString(folder.resolve("tokenizer.json"), MAPPER.writeValueAsString(json));
    }

    private TokenizerJson add(String token, boolean special) {
        int id = vocabulary.getOrDefault(token, vocabulary.size() + addedTokens.size());
        addedTokens.add(addedToken(id, token, special));
        return this;
    }

    private static Map<String, Object> addedToken(int id, String token, boolean special) {
        return Map.of(
                "id",
                id,
                "content",
                token,
                "special",
                special,
                "single_word",
                false,
                "lstrip",
                false,
                "rstrip",
                false,
                "normalized",
                false);
    }

    private static Map<String, Object> leadBy(String token, int id) {
        Map<String, Object> special = Map.of("SpecialToken", Map.of("id", token, "type_id", 0));
        Map<String, Object> sequence = Map.of("Sequence", Map.of("id", "A", "type_id", 0));
        return Map.of(
                "type", "TemplateProcessing",
                "single", List.of(special, sequence),
                "pair", List.of(special, sequence, Map.of("Sequence", Map.of("id", "B", "type_id", 1))),
                "special_tokens", Map.of(token, Map.of("id", token, "ids", List.of(id), "tokens", List.of(token))));
    }

    /** GPT-2's printable stand-in for a byte: itself where it is printable, else the next free one from 256. */
    private static String byteSymbol(int each) {
        int next = 256;
        for (int before = 0; before < each; before++) {
            next += printable(before) ? 0 : 1;
        }
        return Character.toString(printable(each) ? each : next);
    }

    private static boolean printable(int each) {
        return (each >= '!' && each <= '~') || (each >= 0xA1 && each <= 0xAC) || each >= 0xAE;
    }
}
