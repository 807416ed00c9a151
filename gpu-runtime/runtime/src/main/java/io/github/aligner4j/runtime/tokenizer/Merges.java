// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Checks the merges of byte pair encoding: pairs of tokens that become one, as lists of two or as texts separated by a space. */
final class Merges {

    private static final String KEY = "merges";

    private Merges() {}

    /** Checks that all parts and results are tokens; {@code prefix} begins each token that does not begin a word. */
    static void check(JsonFields model, Vocabulary vocabulary, String prefix) {
        JsonNode merges = model.value(KEY);
        if (!merges.isArray()) {
            throw model.wrong(KEY, "a list of pairs of tokens");
        }
        boolean written = !merges.isEmpty() && merges.get(0).isString();
        int index = 0;
        for (JsonNode merge : merges.values()) {
            if (merge.isString() != written) {
                throw model.wrong(KEY, "either all texts or all pairs; place " + index + " is " + merge);
            }
            if (!written || !merge.stringValue().startsWith("#version")) {
                check(model, vocabulary, prefix, pair(model, merge, index));
            }
            index++;
        }
    }

    private static List<String> pair(JsonFields model, JsonNode merge, int index) {
        List<String> pair = merge.isString()
                ? List.of(merge.stringValue().split(" ", -1))
                : elements(merge).stream()
                        .map(part -> part.isString() ? part.stringValue() : "")
                        .toList();
        if (pair.size() != 2 || pair.contains("")) {
            throw model.wrong(KEY, "a list of pairs of tokens; place " + index + " is " + merge);
        }
        return pair;
    }

    private static List<JsonNode> elements(JsonNode merge) {
        return merge.isArray() ? List.copyOf(merge.values()) : List.of();
    }

    private static void check(JsonFields model, Vocabulary vocabulary, String prefix, List<String> pair) {
        String second = pair.get(1);
        if (!second.startsWith(prefix)) {
            throw model.wrong(
                    "continuing_subword_prefix",
                    "what the second part of each merge begins with; '" + second + "' does not");
        }
        String result = pair.get(0) + second.substring(prefix.length());
        for (String token : List.of(pair.get(0), second, result)) {
            if (vocabulary.id(token).isEmpty()) {
                throw model.wrong(
                        KEY, "merges of tokens into tokens; of " + pair + ", '" + token + "' is not in 'vocab'");
            }
        }
    }
}
