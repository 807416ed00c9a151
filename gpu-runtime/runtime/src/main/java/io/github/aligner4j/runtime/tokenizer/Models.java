// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks models, which turn words into tokens: the kind of vocabulary, and its settings. */
final class Models {

    static final String VOCABULARY = "vocab";
    static final String UNIGRAM = "Unigram";

    private static final String TYPE = "type";
    private static final String MERGES = "merges";
    private static final String UNKNOWN = "unk_token";
    private static final String PREFIX = "continuing_subword_prefix";
    private static final int MAX_ID = 1 << 24;

    /** The library takes the square of the length of a word as time. */
    private static final int MAX_WORD = 1000;

    private Models() {}

    /** Returns the kind of the model, which the oldest files show by their fields only. */
    static String type(JsonFields model) {
        return model.hasValue(TYPE) || !model.hasValue(MERGES) ? model.text(TYPE) : "BPE";
    }

    static Vocabulary read(JsonFields model) {
        return switch (type(model)) {
            case "BPE" -> bytePairs(model);
            case UNIGRAM -> unigram(model);
            case "WordPiece" -> wordPiece(model);
            case "WordLevel" -> wordLevel(model);
            default -> throw model.wrong(TYPE, "one of BPE, Unigram, WordPiece, WordLevel");
        };
    }

    private static Vocabulary bytePairs(JsonFields model) {
        model.requireOnly(Set.of(
                TYPE,
                "dropout",
                UNKNOWN,
                PREFIX,
                "end_of_word_suffix",
                "fuse_unk",
                "byte_fallback",
                "ignore_merges",
                VOCABULARY,
                MERGES));
        if (model.hasValue("dropout") && model.value("dropout").asDouble(1) != 0) {
            throw model.wrong("dropout", "absent or 0: it would give the same text other tokens each time");
        }
        Vocabulary vocabulary = table(model);
        model.text("end_of_word_suffix", "");
        model.flag("fuse_unk", false);
        model.flag("ignore_merges", false);
        if (model.hasValue(UNKNOWN)) {
            vocabulary.requireToken(UNKNOWN, model.text(UNKNOWN));
        }
        if (model.flag("byte_fallback", false)) {
            vocabulary.requireBytes();
        }
        Merges.check(model, vocabulary, model.text(PREFIX, ""));
        return vocabulary;
    }

    private static Vocabulary unigram(JsonFields model) {
        model.requireOnly(Set.of(TYPE, "unk_id", VOCABULARY, "byte_fallback"));
        Vocabulary vocabulary = pieces(model);
        model.whole("unk_id", 0, vocabulary.size() - 1);
        if (model.flag("byte_fallback", false)) {
            vocabulary.requireBytes();
        }
        return vocabulary;
    }

    private static Vocabulary wordPiece(JsonFields model) {
        model.requireOnly(Set.of(TYPE, UNKNOWN, PREFIX, "max_input_chars_per_word", VOCABULARY));
        Vocabulary vocabulary = table(model);
        vocabulary.requireToken(UNKNOWN, model.text(UNKNOWN));
        model.text(PREFIX);
        model.whole("max_input_chars_per_word", 1, MAX_WORD);
        return vocabulary;
    }

    private static Vocabulary wordLevel(JsonFields model) {
        model.requireOnly(Set.of(TYPE, UNKNOWN, VOCABULARY));
        Vocabulary vocabulary = table(model);
        vocabulary.requireToken(UNKNOWN, model.text(UNKNOWN));
        return vocabulary;
    }

    /** Reads an object of ids by token. */
    private static Vocabulary table(JsonFields model) {
        JsonNode table = model.value(VOCABULARY);
        if (!table.isObject() || table.isEmpty()) {
            throw model.wrong(VOCABULARY, "an object with the id of each token");
        }
        Map<String, Integer> ids = new HashMap<>();
        Map<Integer, String> tokens = new HashMap<>();
        BitSet taken = new BitSet();
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            int id = id(model, entry.getValue());
            String other = tokens.putIfAbsent(id, entry.getKey());
            if (other != null) {
                throw model.wrong(
                        VOCABULARY,
                        "a table with different ids: '" + other + "' and '" + entry.getKey() + "' both have " + id);
            }
            ids.put(entry.getKey(), id);
            taken.set(id);
        }
        return new Vocabulary(model, ids, taken);
    }

    private static int id(JsonFields model, JsonNode id) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() >= MAX_ID) {
            throw model.wrong(
                    VOCABULARY,
                    "a table of token ids, whole numbers of at least 0 and below " + MAX_ID + "; found " + id);
        }
        return id.intValue();
    }

    /** Reads a list of tokens with their scores; the id is the place in the list. */
    private static Vocabulary pieces(JsonFields model) {
        JsonNode list = model.value(VOCABULARY);
        if (!list.isArray() || list.isEmpty() || list.size() > MAX_ID) {
            throw model.wrong(VOCABULARY, "a list of 1 to " + MAX_ID + " tokens with their scores");
        }
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < list.size(); id++) {
            List<JsonNode> piece =
                    list.get(id).isArray() ? List.copyOf(list.get(id).values()) : List.of();
            if (piece.size() != 2 || !piece.get(0).isString() || !isScore(piece.get(1))) {
                throw model.wrong(
                        VOCABULARY, "a list of pairs of token and finite score; place " + id + " is " + list.get(id));
            }
            ids.put(piece.get(0).stringValue(), id);
        }
        BitSet taken = new BitSet();
        taken.set(0, list.size());
        return new Vocabulary(model, ids, taken);
    }

    private static boolean isScore(JsonNode score) {
        // Sums of scores along a text must stay finite.
        return score.isNumber() && Math.abs(score.doubleValue()) < Float.MAX_VALUE;
    }
}
