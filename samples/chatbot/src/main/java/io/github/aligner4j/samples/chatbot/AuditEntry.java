// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Correction;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.observation.AuditEvent;
import io.github.aligner4j.observation.AuditEvent.LayerAudit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit list: the correction of one answer, or its observation by a layer in shadow mode. It has no texts.
 *
 * @param time the time at which it began or, in shadow mode, ended
 * @param kind {@code answer} or {@code shadow}
 * @param chain the name of the chain
 * @param outcome corrected, unchanged, refused, failed, cancelled or, with the Aligner off, passed
 * @param millis the time that the layers took, in milliseconds
 * @param hash a digest of the answer before its correction; empty if there is none
 * @param layers the parts of the layers
 */
record AuditEntry(
        Instant time, String kind, String chain, String outcome, long millis, String hash, List<Part> layers) {

    AuditEntry {
        layers = List.copyOf(layers);
    }

    /** Returns the entry of an answer that went through a chain. */
    static AuditEntry of(AuditEvent event) {
        return new AuditEntry(
                event.time(),
                "answer",
                event.chain(),
                label(event.outcome()),
                event.layers().stream()
                        .mapToLong(layer -> layer.elapsed().toMillis())
                        .sum(),
                event.hashes().answer(),
                event.layers().stream().map(Part::of).toList());
    }

    /** Returns the entry of an answer that a layer in shadow mode observed. */
    static AuditEntry ofShadow(String chain, LayerEvent event) {
        LayerReport report = LayerReport.of(event.trace());
        Correction correction = event.correction();
        Double editRatio = correction == null ? null : correction.editRatio();
        Part part = new Part(report, label(event.mode()), editRatio, Part.label(event.aligner()));
        return new AuditEntry(Instant.now(), "shadow", chain, report.outcome(), report.millis(), "", List.of(part));
    }

    /** Returns the entry of an answer that passed because the Aligner was off. */
    static AuditEntry ofPassed(String chain) {
        return new AuditEntry(Instant.now(), "answer", chain, "passed", 0, "", List.of());
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The part of one layer.
     *
     * @param report the outcome, time and scores
     * @param mode the mode of the layer
     * @param editRatio the share of the answer that was edited; null if there is no correction
     * @param aligner the checkpoint, adapter and template, as far as they are known
     */
    record Part(LayerReport report, String mode, @Nullable Double editRatio, String aligner) {

        static Part of(LayerAudit layer) {
            return new Part(
                    LayerReport.of(layer), AuditEntry.label(layer.mode()), layer.editRatio(), label(layer.aligner()));
        }

        private static String label(AlignerDescription aligner) {
            return Stream.of(aligner.model(), aligner.adapter(), aligner.template(), aligner.modelHash())
                    .filter(Objects::nonNull)
                    .collect(Collectors.joining(", "));
        }
    }
}
