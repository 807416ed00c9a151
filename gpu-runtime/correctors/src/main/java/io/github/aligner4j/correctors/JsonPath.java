// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A path expression of an {@code io.yaml}: names of properties, indexes of elements, and wildcards for any of either. It matches
 * values at exactly its depth.
 *
 * @param steps names as strings, indexes as integers, and null for a wildcard
 */
record JsonPath(List<@Nullable Object> steps) {

    /**
     * Reads a path expression.
     *
     * @throws IllegalArgumentException if it is not a list of strings, integers and nulls
     */
    static JsonPath parse(@Nullable JsonNode expression) {
        if (expression == null || !expression.isArray()) {
            throw new IllegalArgumentException("'input_path' must be a list");
        }
        List<@Nullable Object> steps = new ArrayList<>();
        for (JsonNode step : expression) {
            if (step.isString()) {
                steps.add(step.stringValue());
            } else if (step.canConvertToInt()) {
                steps.add(step.intValue());
            } else if (step.isNull()) {
                steps.add(null);
            } else {
                throw new IllegalArgumentException("'input_path' must have names, indexes and nulls only");
            }
        }
        return new JsonPath(steps);
    }

    /** Returns a copy of {@code root} whose matching values are replaced; the function gets the path of each and the value. */
    JsonNode replace(JsonNode root, BiFunction<List<Object>, JsonNode, JsonNode> replacement) {
        return replace(root, List.of(), replacement);
    }

    private JsonNode replace(
            JsonNode node, List<Object> path, BiFunction<List<Object>, JsonNode, JsonNode> replacement) {
        if (path.size() == steps.size()) {
            return replacement.apply(path, node);
        }
        @Nullable Object step = steps.get(path.size());
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties()
                    .forEach(each ->
                            copy.set(each.getKey(), child(each.getValue(), path, each.getKey(), step, replacement)));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            for (int i = 0; i < array.size(); i++) {
                copy.add(child(array.get(i), path, i, step, replacement));
            }
            return copy;
        }
        return node;
    }

    private JsonNode child(
            JsonNode child,
            List<Object> parent,
            Object key,
            @Nullable Object step,
            BiFunction<List<Object>, JsonNode, JsonNode> replacement) {
        if (step != null && !Objects.equals(step, key)) {
            return child;
        }
        List<Object> path = new ArrayList<>(parent);
        path.add(key);
        return replace(child, path, replacement);
    }
}
