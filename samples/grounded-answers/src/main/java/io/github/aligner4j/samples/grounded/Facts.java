// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The subjects of documents, and what documents state about them.
 *
 * @param things names of things, with {@code %s} for a coined word
 * @param relations the relations that documents state
 */
record Facts(List<String> things, List<Relation> relations) {

    /** Copies the lists. */
    Facts {
        things = List.copyOf(things);
        relations = List.copyOf(relations);
    }

    /**
     * A relation between a thing and a value.
     *
     * @param values the specification of its values, see {@link Values}
     * @param statements wordings of a fact, with {@code %s} for the thing and {@code %v} for the value
     * @param question a question for the value
     */
    record Relation(String values, List<String> statements, String question) {

        /** Copies the list. */
        Relation {
            statements = List.copyOf(statements);
        }
    }

    /** Returns what rows to train on are about. */
    static Facts seen() throws IOException {
        return read("seen");
    }

    /** Returns what no row to train on is about: a kind of thing, and relations in words of their own. */
    static Facts heldOut() throws IOException {
        return read("heldOut");
    }

    private static Facts read(String part) throws IOException {
        try (InputStream in = Objects.requireNonNull(Facts.class.getResourceAsStream("facts.json"))) {
            JsonNode json = new JsonMapper().readTree(in).path(part);
            return new Facts(
                    texts(json.path("things")),
                    json.path("relations").valueStream().map(Facts::relation).toList());
        }
    }

    private static Relation relation(JsonNode json) {
        return new Relation(
                json.path("values").stringValue(),
                texts(json.path("statements")),
                json.path("question").stringValue());
    }

    private static List<String> texts(JsonNode json) {
        return json.valueStream().map(JsonNode::stringValue).toList();
    }
}
