package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.text.Edit;
import java.util.List;
import java.util.Locale;

/**
 * One exchange, as the page and the API's callers see it.
 *
 * @param question what the user asked
 * @param original what the upstream model answered
 * @param answer what the chain made of it
 * @param chain the chain's name
 * @param layers what each of its layers did
 * @param edits where {@code original} and {@code answer} differ; offsets in UTF-16 units
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
     * What one layer did.
     *
     * @param name its name
     * @param changed whether the answer that left it differs from the one that came in
     * @param millis how long it took, in milliseconds
     * @param outcome what became of the answer: corrected, unchanged, skipped, failed-open or refused
     * @param detail why the layer was skipped or failed; empty otherwise
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
