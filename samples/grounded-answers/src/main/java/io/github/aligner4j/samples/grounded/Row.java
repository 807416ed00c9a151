package io.github.aligner4j.samples.grounded;

import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row to train or to measure an Aligner.
 *
 * @param context the retrieved documents
 * @param question the question
 * @param answer an answer, of which facts may be wrong
 * @param correction the answer with the facts of the documents
 */
record Row(List<String> context, String question, String answer, String correction) {

    /** Copies the list. */
    Row {
        context = List.copyOf(context);
    }

    /** Returns true if there is nothing to correct. */
    boolean right() {
        return answer.equals(correction);
    }

    /** Returns the row as the {@code aligner} command reads it. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        context.forEach(json.putArray("context")::add);
        return json.put("question", question).put("answer", answer).put("correction", correction);
    }
}
