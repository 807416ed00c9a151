package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * explicit. A vocabulary can be large, so the tree is changed in place and dropped after loading.
 */
final class TokenizerFile {

    private static final String ADDED_TOKENS = "added_tokens";
    private static final String PREPEND_SCHEME = "prepend_scheme";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ObjectNode json;
    private final AddedTokens addedTokens;
    private final int vocabularySize;

    private TokenizerFile(ObjectNode json, AddedTokens addedTokens, int vocabularySize) {
        this.json = json;
        this.addedTokens = addedTokens;
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
        JsonNode vocabulary = json.path("model").path("vocab");
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "'model.vocab' must map tokens to ids, as in BPE; other kinds of tokenizer are not supported.");
        }
        int size = 0;
        for (JsonNode id : vocabulary.values()) {
            size = Math.max(size, checkedId(file, id) + 1);
        }
        Map<String, Integer> added = new HashMap<>();
        Set<Integer> special = new HashSet<>();
        for (JsonNode token : json.path(ADDED_TOKENS).values()) {
            int id = checkedId(file, token.path("id"));
            size = Math.max(size, id + 1);
            added.put(token.path("content").asString(""), id);
            if (token.path("special").asBoolean(false)) {
                special.add(id);
            }
        }
        return new TokenizerFile(json, new AddedTokens(added, special), size);
    }

    AddedTokens addedTokens() {
        return addedTokens;
    }

    /** Largest token id plus one. */
    int vocabularySize() {
        return vocabularySize;
    }

    /** Returns the variant that takes no text for a special token, and neither truncates nor pads. */
    String textVariant() {
        json.putNull("truncation");
        json.putNull("padding");
        ObjectNode vocabulary = (ObjectNode) json.path("model").path("vocab");
        JsonNode all = json.path(ADDED_TOKENS);
        ArrayNode kept = json.putArray(ADDED_TOKENS);
        for (JsonNode token : all.values()) {
            if (!addedTokens.special(token.path("id").asInt())) {
                kept.add(token);
                vocabulary.set(token.path("content").asString(""), token.path("id"));
            }
        }
        return json.toString();
    }

    /**
     * Returns the variant for texts that do not come first in their sequence, if the tokenizer treats those otherwise: some
     * put a space before the first text only.
     */
    Optional<String> laterTextVariant() {
        List<JsonNode> firstOnly = json.path("pre_tokenizer").findParents(PREPEND_SCHEME).stream()
                .filter(node -> node.path(PREPEND_SCHEME).asString("").equals("first"))
                .toList();
        if (firstOnly.isEmpty()) {
            return Optional.empty();
        }
        firstOnly.forEach(node -> ((ObjectNode) node).put(PREPEND_SCHEME, "never"));
        return Optional.of(textVariant());
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
