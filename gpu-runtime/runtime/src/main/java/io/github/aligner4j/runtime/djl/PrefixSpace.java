// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The text, mostly a space, that a {@code tokenizer.json} puts before each text. */
final class PrefixSpace {

    private static final String NORMALIZER = "normalizer";
    private static final String NORMALIZERS = "normalizers";
    private static final String TYPE = "type";

    private PrefixSpace() {}

    /** Removes that text from {@code json} and returns whether there was any. */
    static boolean remove(ObjectNode json) {
        boolean found = removePrepend(json);
        for (JsonNode component : List.of(json.path(NORMALIZER), json.path("pre_tokenizer"))) {
            for (JsonNode node : component.findParents(TYPE)) {
                found |= node instanceof ObjectNode step && removeSpace(step);
            }
        }
        return found;
    }

    private static boolean removeSpace(ObjectNode step) {
        JsonNode before = step.deepCopy();
        if (step.path("add_prefix_space").asBoolean(false)) {
            step.put("add_prefix_space", false);
        }
        if (step.path(TYPE).asString("").equals("Metaspace")) {
            step.put("prepend_scheme", "never");
        }
        return !step.equals(before);
    }

    private static boolean removePrepend(ObjectNode json) {
        if (isPrepend(json.path(NORMALIZER))) {
            json.putNull(NORMALIZER);
            return true;
        }
        boolean found = false;
        for (JsonNode steps : json.path(NORMALIZER).findValues(NORMALIZERS)) {
            for (int i = steps.size() - 1; steps instanceof ArrayNode array && i >= 0; i--) {
                if (isPrepend(array.get(i))) {
                    array.remove(i);
                    found = true;
                }
            }
        }
        return found;
    }

    private static boolean isPrepend(JsonNode node) {
        return node.path(TYPE).asString("").equals("Prepend");
    }
}
