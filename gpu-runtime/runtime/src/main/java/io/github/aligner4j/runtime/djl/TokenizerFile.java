package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json}, taken apart: its table of added tokens, and a variant of it in which text stays text.
 *
 * <p>The tokenizers library looks for added tokens in every text it encodes, so {@code </s>} written by a user would
 * become the end of the sequence. The variant lacks the special ones. What is left keeps its ids: the library numbers
 * added tokens in the order of the file, so those that stay are entered into the model's own vocabulary, where ids are
 * explicit.
 */
final class TokenizerFile {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ObjectNode json;
    private final Map<String, Integer> addedTokens;
    private final BitSet specialIds;
    private final int vocabularySize;

    private TokenizerFile(ObjectNode json, Map<String, Integer> addedTokens, BitSet specialIds, int vocabularySize) {
        this.json = json;
        this.addedTokens = addedTokens;
        this.specialIds = specialIds;
        this.vocabularySize = vocabularySize;
    }

    /**
     * Reads {@code file}.
     *
     * @throws CheckpointException if it is missing, not JSON, or has no usable vocabulary
     */
    static TokenizerFile read(Path file) {
        try {
            if (MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode json) {
                return of(file, json);
            }
            throw new CheckpointException(file, "a JSON object is expected.");
        } catch (IOException e) {
            throw new CheckpointException(file, "the file can't be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new CheckpointException(file, "not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static TokenizerFile of(Path file, ObjectNode json) {
        int size = 0;
        JsonNode vocabulary = json.path("model").path("vocab");
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "'model.vocab' must map tokens to ids, as in BPE; other kinds of tokenizer are not supported.");
        }
        for (JsonNode id : vocabulary.values()) {
            size = Math.max(size, checkedId(file, id) + 1);
        }
        Map<String, Integer> added = new LinkedHashMap<>();
        BitSet special = new BitSet();
        for (JsonNode token : json.path("added_tokens").values()) {
            int id = checkedId(file, token.path("id"));
            size = Math.max(size, id + 1);
            added.put(token.path("content").asString(""), id);
            special.set(id, token.path("special").asBoolean(false));
        }
        return new TokenizerFile(json, added, special, size);
    }

    /** Returns the id of the added token that is written as {@code token}, special or not. */
    Optional<Integer> addedToken(String token) {
        return Optional.ofNullable(addedTokens.get(token));
    }

    /** Returns how the added token {@code id} is written. */
    String nameOf(int id) {
        return addedTokens.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
    }

    boolean special(int id) {
        return specialIds.get(id);
    }

    /** Largest token id plus one. */
    int vocabularySize() {
        return vocabularySize;
    }

    /** Returns whether the tokenizer puts a space before the first text of a sequence, but not before later ones. */
    boolean marksFirstTextOnly() {
        return json.path("pre_tokenizer").findValues("prepend_scheme").stream()
                .anyMatch(scheme -> scheme.asString("").equals("first"));
    }

    /**
     * Returns the variant that takes no text for a special token, and neither truncates nor pads.
     *
     * @param later whether it is for a text that does not come first in its sequence
     */
    String textVariant(boolean later) {
        ObjectNode variant = json.deepCopy();
        variant.putNull("truncation");
        variant.putNull("padding");
        ObjectNode vocabulary = (ObjectNode) variant.path("model").path("vocab");
        ArrayNode kept = variant.putArray("added_tokens");
        for (JsonNode token : json.path("added_tokens").values()) {
            if (!special(token.path("id").asInt())) {
                kept.add(token);
                vocabulary.set(token.path("content").asString(""), token.path("id"));
            }
        }
        if (later) {
            variant.path("pre_tokenizer").findParents("prepend_scheme").stream()
                    .filter(node -> node.path("prepend_scheme").asString("").equals("first"))
                    .forEach(node -> ((ObjectNode) node).put("prepend_scheme", "never"));
        }
        return variant.toString();
    }

    private static int checkedId(Path file, JsonNode id) {
        if (!id.isIntegralNumber()
                || !id.canConvertToInt()
                || id.intValue() < 0
                || id.intValue() == Integer.MAX_VALUE) {
            throw new CheckpointException(file, "a token id must be a whole number of at least 0; found " + id + ".");
        }
        return id.intValue();
    }
}
