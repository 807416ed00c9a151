// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Byte pair encoding over characters with a byte fallback, as SentencePiece's in Llama 2 and Gemma. In {@code tokenizer.json} it has
 * merges; llama.cpp merges any two neighbours that are a token together, the one with the highest score first. Both are the
 * same if the merges are all pairs that make a token, those of each token in a row, which is checked (except for added tokens,
 * which are found before anything is merged).
 *
 * @param scores scores by id: the later a token is merged, the lower
 * @param prefixed true if a space is put before a text
 * @param firstOnly true if that is done at the beginning of a prompt only, not behind special tokens, as llama.cpp does
 */
record SentencePieceModel(List<Float> scores, boolean prefixed, boolean firstOnly) implements TokenizerModel {

    private static final String SPACE = "▁";
    private static final float UNMERGED = -1e9f;

    /** Copies the list. */
    SentencePieceModel {
        scores = List.copyOf(scores);
    }

    /**
     * Reads the model out of a tokenizer.
     *
     * @throws CheckpointException if llama.cpp has no equal of it
     */
    static SentencePieceModel of(CheckpointDirectory checkpoint, ObjectNode json, GgufTokens tokens) {
        boolean prefixed = prefixed(checkpoint, json);
        Map<String, Integer> ids = tokens.ids();
        List<Float> scores = new ArrayList<>(Collections.nCopies(tokens.texts().size(), UNMERGED));
        Set<String> merged = new HashSet<>();
        List<Merges.Pair> merges = Merges.read(json.path("model"));
        String last = "";
        for (int rank = 0; rank < merges.size(); rank++) {
            String token = merges.get(rank).merged();
            int id = ids.getOrDefault(token, -1);
            boolean first = merged.add(token);
            if (first && id >= 0) {
                scores.set(id, (float) -rank);
            }
            boolean found = id >= 0 && tokens.types().get(id) == TokenType.USER_DEFINED;
            if (!first && !found && !token.equals(last)) {
                throw GgufTokenizer.refused(checkpoint, "merges of '" + token + "' at different ranks");
            }
            last = token;
        }
        Set<Merges.Pair> pairs = new HashSet<>(merges);
        for (int id = 0; id < scores.size(); id++) {
            if (tokens.types().get(id) == TokenType.NORMAL) {
                requireAllPairs(checkpoint, tokens.texts().get(id), ids, pairs);
            }
        }
        return new SentencePieceModel(scores, prefixed, isFirstOnly(json.path("pre_tokenizer")));
    }

    private static void requireAllPairs(
            CheckpointDirectory checkpoint, String token, Map<String, Integer> ids, Set<Merges.Pair> pairs) {
        for (int i = next(token, 0); i < token.length(); i = next(token, i)) {
            String first = token.substring(0, i);
            String second = token.substring(i);
            if (ids.containsKey(first) && ids.containsKey(second) && !pairs.contains(new Merges.Pair(first, second))) {
                throw GgufTokenizer.refused(
                        checkpoint,
                        "tokens that are not merged from all of their parts: '" + token + "' is not merged from '"
                                + first + "' and '" + second + "'");
            }
        }
    }

    private static boolean isFirstOnly(JsonNode splitter) {
        return splitter.findValues("prepend_scheme").stream()
                .anyMatch(scheme -> scheme.asString("").equals("first"));
    }

    /** Returns the index behind the character at {@code i}; beyond the end if there is none. */
    private static int next(String token, int i) {
        return i < token.length() ? i + Character.charCount(token.codePointAt(i)) : i + 1;
    }

    private static boolean prefixed(CheckpointDirectory checkpoint, ObjectNode json) {
        String normalizer = steps(json.path("normalizer"), "normalizers");
        String splitter = steps(json.path("pre_tokenizer"), "pretokenizers");
        return switch (normalizer + " | " + splitter) {
            case "prepend replace | ", "prepend replace | words", " | prefixed" -> true;
            case "replace | ", "replace | words", " | unprefixed" -> false;
            default ->
                throw GgufTokenizer.refused(
                        checkpoint,
                        "the normalizer " + json.path("normalizer") + " with the pre-tokenizer "
                                + json.path("pre_tokenizer"));
        };
    }

    private static String steps(JsonNode component, String list) {
        List<String> steps = new ArrayList<>();
        if (component.path("type").asString("").equals("Sequence")) {
            component.path(list).values().forEach(step -> steps.add(step(step)));
        } else if (component.isObject()) {
            steps.add(step(component));
        }
        return String.join(" ", steps);
    }

    private static String step(JsonNode step) {
        String type = step.path("type").asString("");
        String pattern = step.path("pattern").path("String").asString("");
        return switch (type) {
            case "Prepend" -> step.path("prepend").asString("").equals(SPACE) ? "prepend" : type;
            case "Replace" ->
                pattern.equals(" ") && step.path("content").asString("").equals(SPACE) ? "replace" : type;
            // After the replacement there is no space to split at.
            case "Split" -> pattern.equals(" ") ? "words" : type;
            case "Metaspace" -> metaspace(step);
            default -> type;
        };
    }

    private static String metaspace(JsonNode step) {
        if (!step.path("replacement").asString("").equals(SPACE)
                || step.path("split").asBoolean(true)) {
            return "Metaspace";
        }
        return step.path("prepend_scheme").asString("always").equals("never") ? "unprefixed" : "prefixed";
    }

    @Override
    public void describe(GgufMetadata metadata) {
        metadata.putText("tokenizer.ggml.model", "llama");
        metadata.putText("tokenizer.ggml.pre", "default");
        metadata.putNumbers("tokenizer.ggml.scores", scores);
        metadata.putFlag("tokenizer.ggml.add_space_prefix", prefixed);
    }

    @Override
    public List<String> differences() {
        return firstOnly
                ? List.of("an engine puts a space before the text behind each special token, but this tokenizer only at"
                        + " the beginning of a prompt (prepend_scheme first)")
                : List.of();
    }
}
