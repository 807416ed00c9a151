// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.grounded;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row to train or to measure an Aligner.
 *
 * @param form the form of the answer
 * @param context the retrieved documents
 * @param question the question
 * @param answer the answer
 * @param correction the answer with the facts of the documents; the answer itself if there is nothing to correct
 */
record Row(Form form, List<String> context, String question, String answer, String correction) {

    /** Copies the list. */
    Row {
        context = List.copyOf(context);
    }

    /** The form of an answer. */
    enum Form {
        /** A fact is not that of the documents. */
        WRONG,
        /** The documents have all facts. */
        RIGHT,
        /** The documents are about other things, or there are none, so nothing is known to be wrong. */
        UNDOCUMENTED
    }

    /** Returns the row as {@code aligner train} reads it. */
    ObjectNode toTrain() {
        return texts().put("correction", correction);
    }

    /** Returns the row as {@code aligner correct} reads it, which adds a correction of its own. */
    ObjectNode toCorrect() {
        return texts().put("form", form.name()).put("expected", correction);
    }

    private ObjectNode texts() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        context.forEach(json.putArray("context")::add);
        return json.put("question", question).put("answer", answer);
    }
}
