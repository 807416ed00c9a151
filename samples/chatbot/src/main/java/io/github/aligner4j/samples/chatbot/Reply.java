// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.text.Edit;
import java.util.List;

/**
 * One exchange, as the page and the API's callers see it.
 *
 * @param id identifies the exchange in live events
 * @param question the user's question
 * @param original the upstream model's answer
 * @param answer the corrected answer
 * @param chain the name of the chain
 * @param model the name of the upstream model
 * @param aligned false if the Aligner was off
 * @param layers a report of each layer of the chain
 * @param edits the differences between {@code original} and {@code answer}; offsets in UTF-16 units
 * @param observed the corrections of layers in shadow mode, as far as they are known
 */
record Reply(
        String id,
        String question,
        String original,
        String answer,
        String chain,
        String model,
        boolean aligned,
        List<LayerReport> layers,
        List<Edit> edits,
        List<Observed> observed) {

    static Reply of(String id, Question question, Correction correction, List<LayerReport> layers) {
        return new Reply(
                id,
                question.message(),
                correction.original(),
                correction.answer(),
                question.chain(),
                question.model().name(),
                question.aligned(),
                layers,
                correction.edits(),
                List.of());
    }

    /** Returns a copy with these corrections of layers in shadow mode. */
    Reply with(List<Observed> more) {
        return new Reply(id, question, original, answer, chain, model, aligned, layers, edits, List.copyOf(more));
    }

    /** Returns the length of all its texts. */
    int characters() {
        return question.length() + original.length() + answer.length();
    }

    /**
     * The correction of a layer in shadow mode.
     *
     * @param layer the layer's report
     * @param original the answer that the layer read
     * @param answer the answer that the layer would have given; {@code original} if it failed
     * @param edits the differences between the two
     */
    record Observed(LayerReport layer, String original, String answer, List<Edit> edits) {

        Observed {
            edits = List.copyOf(edits);
        }

        int characters() {
            return original.length() + answer.length();
        }
    }
}
