// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One object of a checkpoint's JSON file. Every getter checks type and range, and throws a {@link CheckpointException} that
 * names file, key and value; for a key that is absent or null it returns the fallback or, where there is none, throws.
 * Immutable.
 */
public final class JsonFields {

    // Python writes NaN and Infinity, and reads them; where such a number is used, its range is checked.
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int MAX_SHOWN = 60;

    private final Path file;
    private final String path;
    private final JsonNode node;

    private JsonFields(Path file, String path, JsonNode node) {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    /** Reads the object that fills {@code file}, of at most {@code maxBytes} bytes. */
    public static JsonFields read(Path file, long maxBytes) {
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new CheckpointException(
                        file, "the file has " + size + " bytes, and at most " + maxBytes + " are read");
            }
            return parse(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException(file, "the file can't be read: " + e.getMessage(), e);
        }
    }

    /** Reads an object out of bytes of {@code file}. */
    static JsonFields parse(Path file, byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (!node.isObject()) {
                throw new CheckpointException(file, "a JSON object is expected, found " + shown(node));
            }
            return new JsonFields(file, "", node);
        } catch (JacksonException e) {
            throw new CheckpointException(file, "not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns an object without fields, so that all keys take their fallback. */
    static JsonFields none(Path file) {
        return new JsonFields(file, "", JsonNodeFactory.instance.objectNode());
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    /** Returns the names of the fields, those with null included. */
    public Set<String> keys() {
        return new TreeSet<>(node.propertyNames());
    }

    /** Returns whether the key is present, even with null. */
    public boolean contains(String key) {
        return node.has(key);
    }

    /** Returns whether the key is present with a value other than null. */
    public boolean hasValue(String key) {
        return node.hasNonNull(key);
    }

    /** Returns a whole number from 1 to {@code max}. */
    int count(String key, int max) {
        return whole(key, 1, max);
    }

    int count(String key, int max, int fallback) {
        return hasValue(key) ? count(key, max) : fallback;
    }

    /** Returns a whole number in a range. */
    public int whole(String key, int min, int max) {
        JsonNode value = required(key);
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        if (!fits || value.intValue() < min || value.intValue() > max) {
            throw wrong(key, "a whole number from " + min + " to " + max);
        }
        return value.intValue();
    }

    double positive(String key) {
        JsonNode value = required(key);
        double number = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(number > 0 && number <= Float.MAX_VALUE)) {
            throw wrong(key, "a number above 0");
        }
        return number;
    }

    double positive(String key, double fallback) {
        return hasValue(key) ? positive(key) : fallback;
    }

    /** Returns a finite number, {@code fallback} if there is none. */
    double number(String key, double fallback) {
        if (!hasValue(key)) {
            return fallback;
        }
        JsonNode value = node.get(key);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(key, "a finite number");
        }
        return value.doubleValue();
    }

    /** Returns a truth value, {@code fallback} if there is none. */
    public boolean flag(String key, boolean fallback) {
        return hasValue(key) ? flag(key) : fallback;
    }

    /** Returns a truth value. */
    public boolean flag(String key) {
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value.booleanValue();
    }

    /** Returns whether the key is absent, null, false, an empty list or an empty object. */
    boolean isOff(String key) {
        if (!hasValue(key)) {
            return true;
        }
        JsonNode value = node.get(key);
        return value.isContainer() ? value.isEmpty() : value.isBoolean() && !value.booleanValue();
    }

    /** Returns a text, number or truth value as a text. */
    public String word(String key, String fallback) {
        if (!hasValue(key)) {
            return fallback;
        }
        if (node.get(key).isContainer()) {
            throw wrong(key, "a text, a number, true or false");
        }
        return node.get(key).asString();
    }

    /** Returns a text. */
    public String text(String key) {
        JsonNode value = required(key);
        if (!value.isString()) {
            throw wrong(key, "a string");
        }
        return value.stringValue();
    }

    /** Returns a text, {@code fallback} if there is none. */
    public String text(String key, String fallback) {
        return hasValue(key) ? text(key) : fallback;
    }

    /** Returns a text, null if there is none. */
    @Nullable String textOrNull(String key) {
        return hasValue(key) ? text(key) : null;
    }

    /**
     * Returns the name under which a renamed field is given: {@code key}, or {@code former} if only that is there.
     *
     * @throws CheckpointException if both are there
     */
    String keyOf(String key, String former) {
        if (hasValue(key) && hasValue(former)) {
            throw wrong(former, "absent, as '" + path + key + "' is its present name");
        }
        return hasValue(former) ? former : key;
    }

    /** Returns a list of texts. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            if (!element.isString()) {
                throw wrong(key, "a list of strings");
            }
            texts.add(element.stringValue());
        }
        return texts;
    }

    /** Returns whole numbers of at least 0. */
    List<Long> sizes(String key) {
        List<Long> sizes = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            if (!element.isIntegralNumber() || !element.canConvertToLong() || element.longValue() < 0) {
                throw wrong(key, "a list of whole numbers of at least 0");
            }
            sizes.add(element.longValue());
        }
        return sizes;
    }

    /** Returns the numbers above 0 of an object, in its order; none if it is absent. */
    Map<String, Double> numbers(String key) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (hasValue(key)) {
            JsonFields fields = object(key);
            fields.node.propertyNames().forEach(name -> numbers.put(name, fields.positive(name)));
        }
        return numbers;
    }

    /** Returns the token ids under a key that holds one, or a list of them, or nothing. */
    public List<Integer> tokenIds(String key) {
        if (!hasValue(key)) {
            return List.of();
        }
        List<Integer> ids = new ArrayList<>();
        JsonNode value = node.get(key);
        for (JsonNode id : value.isArray() ? value.values() : List.of(value)) {
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw wrong(key, "a token id or a list of token ids");
            }
            ids.add(id.intValue());
        }
        return ids;
    }

    /** Returns the text of a token, given as such or as an object with its {@code content}. */
    Optional<String> tokenName(String key) {
        JsonNode token = node.path(key);
        JsonNode name = token.isObject() ? token.path("content") : token;
        return name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
    }

    /** Returns an object. */
    public JsonFields object(String key) {
        JsonNode value = required(key);
        if (!value.isObject()) {
            throw wrong(key, "an object");
        }
        return new JsonFields(file, path + key + ".", value);
    }

    /** Returns the objects of a list. */
    public List<JsonFields> objects(String key) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : elements(key)) {
            if (!element.isObject()) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new JsonFields(file, path + key + "[" + objects.size() + "].", element));
        }
        return objects;
    }

    /** Refuses fields of other names, unless they are null. */
    public void requireOnly(Set<String> known) {
        for (String key : keys()) {
            if (!known.contains(key) && hasValue(key)) {
                throw wrong(
                        key, "absent: it is none of " + new TreeSet<>(known) + ", so what it would do is not known");
            }
        }
    }

    /** Returns the unchecked value of {@code key}; a missing node if there is none. */
    public JsonNode value(String key) {
        return node.path(key);
    }

    /** Returns the whole object, which must not be changed. */
    public JsonNode fieldsAsJson() {
        return node;
    }

    /** Returns the number of objects and lists around this one. */
    public int depth() {
        return (int) path.chars().filter(c -> c == '.').count();
    }

    /** Returns the object of {@code key} if there is one with any fields. */
    public Optional<JsonFields> optionalObject(String key) {
        return hasValue(key) ? Optional.of(object(key)).filter(o -> !o.keys().isEmpty()) : Optional.empty();
    }

    /** Returns an exception that says that the value of {@code key} is not as expected. */
    public CheckpointException wrong(String key, String expected) {
        JsonNode value = node.get(key);
        String found = value == null ? "it is missing" : "it is " + shown(value);
        return new CheckpointException(file, "'" + path + key + "' must be " + expected + "; " + found);
    }

    private Iterable<JsonNode> elements(String key) {
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrong(key, "a list");
        }
        return value.values();
    }

    private JsonNode required(String key) {
        if (!hasValue(key)) {
            throw wrong(key, "given");
        }
        return node.get(key);
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
