// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** A value of a YAML file that knows its line, so that every error names file and line. */
final class YamlNode {

    private static final long MAX_BYTES = 1 << 20;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(10)
            .setCodePointLimit((int) MAX_BYTES)
            .build();

    private final Path file;
    private final Node node;
    private final Node place;
    private final String key;

    /**
     * Creates a value.
     *
     * @param place the node whose line errors name: the key, if the value has one
     */
    private YamlNode(Path file, Node node, Node place, String key) {
        this.file = file;
        this.node = node;
        this.place = place;
        this.key = key;
    }

    /**
     * Reads a file with one document.
     *
     * @throws IOException if it can't be read, or is larger than 1 MiB
     * @throws IllegalArgumentException if it is no YAML document, with the line
     */
    static YamlNode read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(
                    file + ": has " + Files.size(file) + " bytes, but a configuration has at most " + MAX_BYTES);
        }
        return parse(file, Files.readString(file));
    }

    /** Parses the text of {@code file}. */
    static YamlNode parse(Path file, String yaml) {
        try {
            Node root = new Compose(SETTINGS)
                    .composeString(yaml)
                    .orElseThrow(() -> new IllegalArgumentException(file + ": the file is empty"));
            return new YamlNode(file, root, root, "the file");
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new IllegalArgumentException(file + ":" + line + ": no YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(file + ": no YAML: " + e.getMessage(), e);
        }
    }

    /** Returns true for a mapping. */
    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /** Returns true for a list. */
    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** Returns the entries of a mapping with any keys, in their order. */
    Map<String, YamlNode> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw error("must be a mapping of names to values");
        }
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Node place = tuple.getKeyNode();
            YamlNode name = new YamlNode(file, place, place, key);
            String text = name.text();
            if (entries.put(text, new YamlNode(file, tuple.getValueNode(), place, text)) != null) {
                throw name.failure("'" + text + "' appears twice; remove one");
            }
        }
        return entries;
    }

    /**
     * Returns the entries of a mapping whose keys are all among {@code known}. A null value counts as missing.
     *
     * @throws IllegalArgumentException for another key, with its line
     */
    Map<String, YamlNode> fields(Set<String> known) {
        Map<String, YamlNode> entries = entries();
        entries.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw value.failure("'" + name + "' is unknown; known are " + String.join(", ", new TreeSet<>(known)));
            }
        });
        entries.values().removeIf(YamlNode::isNull);
        return entries;
    }

    /** Returns the elements of a list; a value that is no list is one element. */
    List<YamlNode> elements() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<YamlNode> elements = new ArrayList<>();
        sequence.getValue().forEach(each -> elements.add(new YamlNode(file, each, each, key)));
        return elements;
    }

    /** Returns a scalar as text. */
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw error("must be a single value");
        }
        if (scalar.getValue().isBlank()) {
            throw error("must not be blank");
        }
        return scalar.getValue();
    }

    /** Returns the texts of a list, or of a single value. */
    List<String> texts() {
        return elements().stream().map(YamlNode::text).toList();
    }

    /** Returns a finite number. */
    double number() {
        return parsed("a number", text -> {
            double value = Double.parseDouble(text);
            if (!Double.isFinite(value)) {
                throw new NumberFormatException("not finite");
            }
            return value;
        });
    }

    /** Returns a whole number of at least {@code min}. */
    int integer(int min) {
        int value = parsed("a whole number of at least " + min, Integer::valueOf);
        if (value < min) {
            throw error("must be a whole number of at least " + min + ", but is '" + value + "'");
        }
        return value;
    }

    /** Returns true or false. */
    boolean bool() {
        String text = text();
        if (!Set.of("true", "false").contains(text)) {
            throw error("must be true or false, but is '" + text + "'");
        }
        return Boolean.parseBoolean(text);
    }

    /** Returns the value that {@code parser} makes of the text; its exception becomes an error of this line. */
    <T> T map(Function<? super String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw failure("'" + key + "': " + e.getMessage());
        }
    }

    private <T> T parsed(String form, Function<? super String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw error("must be " + form + ", but is '" + text + "'");
        }
    }

    private boolean isNull() {
        return node instanceof ScalarNode scalar
                && Set.of("", "null", "~").contains(scalar.getValue())
                && scalar.isPlain();
    }

    /** Returns the error that this value {@code must} be something else. */
    IllegalArgumentException error(String must) {
        return failure("'" + key + "' " + must);
    }

    /** Returns an error with file and line. */
    IllegalArgumentException failure(String problem) {
        return new IllegalArgumentException(file + ":" + line() + ": " + problem);
    }

    private int line() {
        return place.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** Returns {@code path}, which is relative to the folder of this file. */
    Path resolve(String path) {
        return file.resolveSibling(path);
    }
}
