package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.StackEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record of the correction of one answer, or of its observation by a layer in shadow mode. It has no texts.
 *
 * @param exchange the id of the exchange
 * @param time the time at which it ended
 * @param kind {@code answer} or {@code shadow}
 * @param chain the name of the chain
 * @param outcome {@code corrected}, {@code unchanged}, {@code refused}, {@code failed} or, without the Aligner, {@code passed}
 * @param editRatio the share of the answer that was changed
 * @param millis the time that it took, in milliseconds
 * @param layers a report of each layer
 */
record AuditEntry(
        String exchange,
        Instant time,
        String kind,
        String chain,
        String outcome,
        double editRatio,
        long millis,
        List<LayerReport> layers) {

    AuditEntry {
        layers = List.copyOf(layers);
    }

    /** Returns the entry of an answer that went through a stack. */
    static AuditEntry of(String exchange, String chain, StackEvent event) {
        return new AuditEntry(
                exchange,
                Instant.now(),
                "answer",
                chain,
                outcome(event),
                ratio(event.correction()),
                elapsed(event).toMillis(),
                LayerReport.of(event.layers()));
    }

    /** Returns the entry of an answer that a layer in shadow mode observed. */
    static AuditEntry of(String exchange, String chain, LayerEvent event) {
        Correction correction = event.correction();
        return new AuditEntry(
                exchange,
                Instant.now(),
                "shadow",
                chain,
                correction == null ? "failed" : changed(correction),
                ratio(correction),
                event.trace().elapsed().toMillis(),
                List.of(LayerReport.of(event.trace())));
    }

    /** Returns the entry of an answer that passed without the Aligner. */
    static AuditEntry passed(String exchange, String chain) {
        return new AuditEntry(exchange, Instant.now(), "answer", chain, "passed", 0, 0, List.of());
    }

    /** Returns what became of the answer. */
    static String outcome(StackEvent event) {
        if (event.correction() == null) {
            return "failed";
        }
        return event.layers().stream().anyMatch(layer -> layer.outcome() == LayerTrace.Outcome.REFUSED)
                ? label(LayerTrace.Outcome.REFUSED)
                : changed(event.correction());
    }

    private static String changed(Correction correction) {
        return label(correction.changed() ? LayerTrace.Outcome.CORRECTED : LayerTrace.Outcome.UNCHANGED);
    }

    private static String label(LayerTrace.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the time of the correction, or of all layers if it failed. */
    static Duration elapsed(StackEvent event) {
        return event.correction() == null
                ? event.layers().stream().map(LayerTrace::elapsed).reduce(Duration.ZERO, Duration::plus)
                : event.correction().elapsed();
    }

    private static double ratio(@Nullable Correction correction) {
        return correction == null ? 0 : correction.editRatio();
    }
}
