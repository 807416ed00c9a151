// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.tokenizer.TokenizerDefinition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json}: its table of added tokens, and variants in which no text becomes a special token.
 *
 * <p>The tokenizers library looks for added tokens in every text it encodes, so that {@code </s>} written by a user would
 * become the end of the sequence. The variants lack the special tokens, and those beyond the model's vocabulary; all others
 * keep their ids. Because a vocabulary can be large, the tree is changed in place and dropped after loading.
 */
final class TokenizerFile {

    private static final String PREPEND_SCHEME = "prepend_scheme";

    private final Path file;
    private final ObjectNode json;
    private final AddedTokens addedTokens;
    private final int vocabularySize;
    private final int ownTokens;
    private final int[] leading;
    private final int maxTextLength;

    private TokenizerFile(Path file, TokenizerDefinition definition, int modelTokens) {
        this.vocabularySize = modelTokens;
        this.ownTokens = Math.min(modelTokens, ownTokens(definition));
        this.addedTokens = addedTokens(definition, modelTokens);
        this.leading = leading(file, definition, addedTokens, modelTokens);
        this.maxTextLength = definition.maxTextLength();
        this.json = definition.textJson(modelTokens);
        this.file = file;
    }

    /**
     * Reads {@code file}.
     *
     * @param modelTokens size of the model's vocabulary
     * @throws CheckpointException if it is missing, damaged, has something that can't be run, or texts can become tokens that
     *     the model does not know
     */
    static TokenizerFile read(Path file, int modelTokens) {
        TokenizerDefinition definition = TokenizerDefinition.read(file);
        if (definition.modelSize() > modelTokens) {
            throw new CheckpointException(
                    file,
                    "the tokenizer has ids up to " + (definition.modelSize() - 1) + ", but the model's vocabulary has "
                            + modelTokens + " tokens; take both from the same checkpoint");
        }
        return new TokenizerFile(file, definition, modelTokens);
    }

    /** Returns the added tokens; those beyond the model's vocabulary count as special, so that no text becomes them. */
    private static AddedTokens addedTokens(TokenizerDefinition definition, int modelTokens) {
        Map<String, Integer> ids = definition.addedIds();
        Set<Integer> special = new HashSet<>(definition.specialIds());
        ids.values().stream().filter(id -> id >= modelTokens).forEach(special::add);
        return new AddedTokens(ids, special);
    }

    private static int ownTokens(TokenizerDefinition definition) {
        return definition.addedIds().values().stream().mapToInt(id -> id + 1).reduce(definition.modelSize(), Math::max);
    }

    private static int[] leading(Path file, TokenizerDefinition definition, AddedTokens added, int modelTokens) {
        List<Integer> ids = definition.leading();
        ids.stream().filter(id -> id >= modelTokens).findFirst().ifPresent(id -> {
            throw new CheckpointException(
                    file,
                    "every sequence begins with the token '" + added.name(id) + "', whose id " + id
                            + " is beyond the model's vocabulary of " + modelTokens + " tokens");
        });
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    AddedTokens addedTokens() {
        return addedTokens;
    }

    /** Returns the size of the model's vocabulary. */
    int vocabularySize() {
        return vocabularySize;
    }

    /** Returns the tokens that come before every sequence. */
    int[] leading() {
        return leading;
    }

    /** Returns the maximum length in characters of a text that is passed to the library. */
    int maxTextLength() {
        return maxTextLength;
    }

    /** Returns the variant in which no text becomes a special token, without truncation and padding. */
    String textVariant() {
        String text = json.toString();
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new CheckpointException(
                    file, "the file has one half of a surrogate pair (\\ud800 to \\udfff) in a text");
        }
        return text;
    }

    /**
     * Returns the variant for texts that do not come first in their sequence, if it differs: some tokenizers put a space before
     * the first text only.
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

    /**
     * Returns the variant for texts behind other texts, without a prefix space, if the tokenizer adds one. Must be called after
     * the other variants.
     */
    Optional<String> innerTextVariant() {
        return PrefixSpace.remove(json) ? Optional.of(textVariant()) : Optional.empty();
    }

    /** Returns the bytes of its tokens. */
    ByteTokens byteTokens() {
        return ByteTokens.read(json, ownTokens, addedTokens);
    }
}
