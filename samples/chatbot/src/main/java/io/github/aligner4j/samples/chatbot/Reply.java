package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.text.Edit;
import java.util.List;
import java.util.Locale;

/**
 * One exchange, as the page and the API's callers see it.
 *
 * @param question the user's question
 * @param original the upstream model's answer
 * @param answer the corrected answer
 * @param chain the name of the chain
 * @param layers a report of each layer of the chain
 * @param edits the differences between {@code original} and {@code answer}; offsets in UTF-16 units
 */
record Reply(
        String question, String original, String answer, String chain, List<LayerReport> layers, List<Edit> edits) {

    static Reply of(Question question, Correction correction) {
        return new Reply(
                question.message(),
                correction.original(),
                correction.answer(),
                question.chain(),
                correction.layers().stream().map(LayerReport::of).toList(),
                correction.edits());
    }

    /**
     * A report of one layer.
     *
     * @param name the name of the layer
     * @param changed true if the layer changed the answer
     * @param millis the time it took, in milliseconds
     * @param outcome corrected, unchanged, skipped, failed-open or refused
     * @param detail the reason for which the layer was skipped or failed; empty otherwise
     */
    record LayerReport(String name, boolean changed, long millis, String outcome, String detail) {

        static LayerReport of(LayerTrace trace) {
            LayerTrace.Outcome outcome = trace.outcome();
            boolean changed = outcome == LayerTrace.Outcome.CORRECTED || outcome == LayerTrace.Outcome.REFUSED;
            String label = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
            return new LayerReport(trace.name(), changed, trace.elapsed().toMillis(), label, trace.detail());
        }
    }
}
