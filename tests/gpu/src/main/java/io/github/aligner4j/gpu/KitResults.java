// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The results of a step, in a file of JSON Lines: each line is on the disk as soon as it is known.
 *
 * @param file the file
 */
record KitResults(Path file) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String PATH = "path";
    private static final String VALUE = "value";

    /** Records a value, which takes the place {@code path} in the kit's JSON object. */
    void add(Object value, String... path) {
        ObjectNode line = JSON.createObjectNode();
        List.of(path).forEach(line.putArray(PATH)::add);
        line.set(VALUE, JSON.valueToTree(value));
        try {
            Files.writeString(
                    file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be written", e);
        }
    }

    /** Copies the values of the file, which may end in the middle of a line, into {@code report}. */
    void copyTo(ObjectNode report) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        for (String text : Files.readAllLines(file)) {
            JsonNode line;
            try {
                line = JSON.readTree(text);
            } catch (JacksonException e) {
                return;
            }
            ObjectNode parent = report;
            List<String> path =
                    line.get(PATH).values().stream().map(JsonNode::stringValue).toList();
            for (String name : path.subList(0, path.size() - 1)) {
                parent = parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
            }
            parent.set(path.get(path.size() - 1), line.get(VALUE));
        }
    }
}
