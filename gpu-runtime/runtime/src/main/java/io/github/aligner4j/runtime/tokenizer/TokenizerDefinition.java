// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The checked contents of a {@code tokenizer.json} and the {@code tokenizer_config.json} beside it: every component is known,
 * and none of its values can make the library fail. Immutable.
 */
public final class TokenizerDefinition {

    private static final String VERSION = "version";
    private static final String MODEL = "model";
    private static final String NORMALIZER = "normalizer";
    private static final String PRE_TOKENIZER = "pre_tokenizer";
    private static final String POST_PROCESSOR = "post_processor";
    private static final String DECODER = "decoder";
    private static final String PREFIX_SPACE = "add_prefix_space";
    private static final long MAX_BYTES = 512L << 20;

    /** With {@link RegexSafety#MAX_STEPS_PER_CHARACTER}, less than the engine's limit. */
    private static final int MAX_TEXT = 2_000_000;

    private static final double MAX_GROWN_TEXT = 1 << 28;

    private final JsonFields root;
    private final Vocabulary vocabulary;
    private final Map<String, AddedToken> added;
    private final List<Integer> leading;
    private final double growth;
    private final TokenizerConfig config;

    private TokenizerDefinition(JsonFields root, TokenizerConfig config) {
        this.root = root;
        this.config = config;
        String version = root.text(VERSION, "1.0");
        if (!version.equals("1.0")) {
            throw root.wrong(VERSION, "\"1.0\"");
        }
        this.vocabulary = Models.read(root.object(MODEL));
        Effect normalizing = root.hasValue(NORMALIZER) ? Normalizers.read(root.object(NORMALIZER)) : Effect.NOTHING;
        Effect splitting =
                root.hasValue(PRE_TOKENIZER) ? PreTokenizers.read(root.object(PRE_TOKENIZER)) : Effect.NOTHING;
        this.growth = normalizing.growth() * splitting.growth();
        if (root.hasValue(DECODER)) {
            Decoders.read(root.object(DECODER));
        }
        this.added = AddedTokenTable.of(root, config, vocabulary);
        added.values().forEach(token -> checkNormalized(token, normalizing));
        this.leading = leadingIds();
    }

    /**
     * Reads {@code file} and the configuration beside it.
     *
     * @throws CheckpointException if it is missing, damaged, or has something that is not known or can't be run
     */
    public static TokenizerDefinition read(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return new TokenizerDefinition(
                JsonFields.read(file, MAX_BYTES), TokenizerConfig.read(folder == null ? file : folder));
    }

    /** Returns the ids of the added tokens by their text, special ones included. */
    public Map<String, Integer> addedIds() {
        return added.values().stream().collect(Collectors.toMap(AddedToken::content, AddedToken::id));
    }

    /** Returns the ids of the special tokens, which belong to the frame of a prompt and not to texts. */
    public List<Integer> specialIds() {
        return added.values().stream()
                .filter(AddedToken::special)
                .map(AddedToken::id)
                .toList();
    }

    /** Returns the ids of the tokens that come before every sequence. */
    public List<Integer> leading() {
        return leading;
    }

    /** Returns the largest id of the model's own tokens plus one; added tokens can have larger ones. */
    public int modelSize() {
        return vocabulary.size();
    }

    /**
     * Returns the maximum length of a text, in characters. The library ends the process when its engine for regular
     * expressions has backtracked ten million times, or when memory runs out.
     */
    public int maxTextLength() {
        return (int) Math.min(MAX_TEXT, MAX_GROWN_TEXT / growth);
    }

    /**
     * Returns the tokenizer in the format of the library, for texts: without special tokens, tokens from {@code modelTokens} on,
     * post-processing, truncation and padding.
     */
    public ObjectNode textJson(int modelTokens) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put(VERSION, "1.0");
        json.putNull("truncation");
        json.putNull("padding");
        List<AddedToken> kept = added.values().stream()
                .filter(token -> !token.special() && token.id() < modelTokens)
                .toList();
        ArrayNode tokens = json.putArray(AddedTokenTable.KEY);
        kept.forEach(token -> tokens.add(token.json()));
        putComponent(json, NORMALIZER);
        putComponent(json, PRE_TOKENIZER);
        applyPrefixSpace(json);
        json.putNull(POST_PROCESSOR);
        putComponent(json, DECODER);
        json.set(MODEL, TextModel.of(root.object(MODEL), vocabulary, kept, specialIds()));
        return json;
    }

    private void putComponent(ObjectNode json, String key) {
        if (root.hasValue(key)) {
            json.set(key, root.value(key).deepCopy());
        } else {
            json.putNull(key);
        }
    }

    /** Applies the configuration's prefix space to a single pre-tokenizer that has such a field. */
    private void applyPrefixSpace(ObjectNode json) {
        Optional<Boolean> space = config.prefixSpace();
        if (space.isPresent()
                && json.get(PRE_TOKENIZER) instanceof ObjectNode preTokenizer
                && preTokenizer.path("type").asString("").equals("ByteLevel")) {
            preTokenizer.put(PREFIX_SPACE, space.get());
        }
    }

    private static void checkNormalized(AddedToken token, Effect normalizing) {
        if (!token.special() && token.normalized() && !normalizing.leavesSomethingOf(token.content())) {
            throw token.fields()
                    .wrong(
                            "normalized",
                            "false for '" + token.content() + "': the normalizer can make nothing of it, "
                                    + "which would be found everywhere");
        }
    }

    private List<Integer> leadingIds() {
        Collection<PostProcessors.Mark> marks =
                root.hasValue(POST_PROCESSOR) ? PostProcessors.read(root.object(POST_PROCESSOR)) : List.of();
        List<Integer> ids = new ArrayList<>();
        for (PostProcessors.Mark mark : marks) {
            if (!id(mark.text()).filter(id -> id == mark.id()).isPresent()) {
                throw root.wrong(
                        POST_PROCESSOR,
                        "of tokens that the tokenizer has; there is no '" + mark.text() + "' with id " + mark.id());
            }
            if (mark.leading()) {
                ids.add(mark.id());
            }
        }
        return config.leading()
                .map(tokens -> tokens.stream().map(this::requiredId).toList())
                .orElse(ids);
    }

    private Integer requiredId(String token) {
        return id(token)
                .orElseThrow(() -> root.wrong(
                        MODEL,
                        "one with the token '" + token + "', which tokenizer_config.json puts before every sequence"));
    }

    private Optional<Integer> id(String token) {
        AddedToken found = added.get(token);
        return found != null ? Optional.of(found.id()) : vocabulary.id(token);
    }
}
