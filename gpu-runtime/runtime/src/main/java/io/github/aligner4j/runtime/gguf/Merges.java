// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The merges of byte pair encoding. */
final class Merges {

    /** Two tokens that become one. */
    record Pair(String first, String second) {

        /** Returns the token that they become. */
        String merged() {
            return first + second;
        }
    }

    private Merges() {}

    /** Reads the merges of a checked model, given as texts or as pairs. */
    static List<Pair> read(JsonNode model) {
        List<Pair> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges").values()) {
            if (merge.isArray()) {
                merges.add(new Pair(merge.path(0).asString(""), merge.path(1).asString("")));
            } else if (!merge.asString("").startsWith("#version")) {
                String[] parts = merge.asString("").split(" ", -1);
                merges.add(new Pair(parts[0], parts[1]));
            }
        }
        return merges;
    }
}
