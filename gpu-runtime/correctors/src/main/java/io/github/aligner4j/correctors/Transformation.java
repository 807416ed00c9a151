// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.correctors.JsonLiterals.Literal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A transformation of an intrinsic's JSON output, as {@code io.yaml} names it. */
sealed interface Transformation {

    /** The transformations of granite-common that this library doesn't support. */
    Set<String> UNSUPPORTED = Set.of("decode_sentences", "drop_duplicates", "explode", "merge_spans", "project");

    /** Returns {@code json}, transformed; {@code output} is the model's output that it was parsed from. */
    JsonNode apply(JsonNode json, IntrinsicOutput output);

    /**
     * Reads a transformation.
     *
     * @throws IllegalArgumentException if it is not supported or not complete
     */
    static Transformation parse(JsonNode rule) {
        String type = rule.path("type").asString("");
        return switch (type) {
            case "likelihood" -> {
                requireFields(rule, Set.of("type", "input_path", "categories_to_values"));
                yield new Likelihood(
                        JsonPath.parse(rule.get("input_path")), categories(rule.get("categories_to_values")));
            }
            case "nest" -> {
                requireFields(rule, Set.of("type", "input_path", "field_name"));
                yield new Nest(JsonPath.parse(rule.get("input_path")), fieldName(rule.get("field_name")));
            }
            default ->
                throw new IllegalArgumentException("the transformation '" + type + "' is "
                        + (UNSUPPORTED.contains(type) ? "not supported" : "unknown")
                        + "; supported are likelihood and nest");
        };
    }

    private static void requireFields(JsonNode rule, Set<String> known) {
        for (String name : rule.propertyNames()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("the transformation '"
                        + rule.path("type").asString("") + "' has an unknown field '" + name + "'");
            }
        }
    }

    private static Map<String, Double> categories(@Nullable JsonNode values) {
        if (values == null || !values.isObject() || values.isEmpty()) {
            throw new IllegalArgumentException("'categories_to_values' of a likelihood must map categories to numbers");
        }
        Map<String, Double> categories = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : values.properties()) {
            if (!each.getValue().isNumber()) {
                throw new IllegalArgumentException(
                        "'categories_to_values' must map categories to numbers, but '" + each.getKey() + "' has none");
            }
            categories.put(each.getKey(), each.getValue().doubleValue());
        }
        return categories;
    }

    private static String fieldName(@Nullable JsonNode name) {
        if (name == null || !name.isString()) {
            throw new IllegalArgumentException("'field_name' of a nest must be a string");
        }
        return name.stringValue();
    }

    /**
     * Replaces a category by the expected value over the categories that the model could have chosen ({@link
     * Categories#expectedValue}).
     *
     * @param path the categories in the output
     * @param values the value of each category
     */
    record Likelihood(JsonPath path, Map<String, Double> values) implements Transformation {

        @Override
        public JsonNode apply(JsonNode json, IntrinsicOutput output) {
            return path.replace(json, (at, value) -> {
                Literal literal = output.literals().at(at);
                if (literal == null || !literal.text().equals(value.asString(""))) {
                    throw new AlignerException("the output has no category at " + at
                            + ", which a likelihood is computed from; check that io.yaml is the adapter's own");
                }
                return output.number(new Categories(values).expectedValue(literal.text(), output.positionAt(literal)));
            });
        }
    }

    /**
     * Wraps a value in an object with one property.
     *
     * @param path the values to wrap
     * @param fieldName the property
     */
    record Nest(JsonPath path, String fieldName) implements Transformation {

        @Override
        public JsonNode apply(JsonNode json, IntrinsicOutput output) {
            return path.replace(json, (at, value) -> output.object(fieldName, value));
        }
    }
}
