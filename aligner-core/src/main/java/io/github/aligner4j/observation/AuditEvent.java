// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The record of one answer: who changed what. There is exactly one event for each call of a stack, however the call ends. Immutable.
 *
 * @param id the event's id
 * @param time the time at which the call ended
 * @param chain the stack's name
 * @param outcome the outcome for the answer
 * @param elapsed the time that the call took
 * @param attributes the ids in the request's attributes: bean, service, method, conversation and user, as far as they are known
 * @param layers the layers that the answer passed, in order
 * @param hashes digests of the texts
 * @param texts the texts word for word; null unless they are audited
 */
@Incubating
public record AuditEvent(
        UUID id,
        Instant time,
        String chain,
        AnswerOutcome outcome,
        Duration elapsed,
        Map<String, String> attributes,
        List<LayerAudit> layers,
        Hashes hashes,
        @Nullable Texts texts) {

    /** Copies the collections. */
    public AuditEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(chain, "chain");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(elapsed, "elapsed");
        Objects.requireNonNull(hashes, "hashes");
        attributes = Map.copyOf(attributes);
        layers = List.copyOf(layers);
    }

    /** Describes the event without its texts. */
    @Override
    public String toString() {
        return "AuditEvent[" + id + ", " + time + ", chain=" + chain + ", outcome=" + outcome + ", layers="
                + layers.stream()
                        .map(layer -> layer.name() + ": " + layer.outcome())
                        .toList() + "]";
    }

    /**
     * The part of one layer.
     *
     * @param name the layer's name
     * @param outcome the outcome for the answer
     * @param mode the layer's mode
     * @param elapsed the time that the layer took
     * @param aligner the checkpoint, adapter and template of its Aligner, as far as they are known
     * @param editRatio the share of the answer's characters that the layer edited, from 0 to 1; null if it gave no correction
     * @param reason the reason why it was skipped or failed; empty otherwise; quotes no texts
     * @param detections the detections that its gate and its Aligner decided by
     */
    public record LayerAudit(
            String name,
            LayerTrace.Outcome outcome,
            LayerMode mode,
            Duration elapsed,
            AlignerDescription aligner,
            @Nullable Double editRatio,
            String reason,
            List<Detection> detections) {

        /** Copies the list. */
        public LayerAudit {
            detections = List.copyOf(detections);
        }
    }

    /**
     * Digests of the texts, with the name of their algorithm: {@code sha256:…} or, with a key, {@code hmac-sha256:…}.
     *
     * @param question that of the question
     * @param answer that of the answer before the stack
     * @param correction that of the answer after it; null if there is none
     */
    public record Hashes(
            String question, String answer, @Nullable String correction) {}

    /**
     * The texts of an answer.
     *
     * @param question the question
     * @param answer the answer before the stack
     * @param correction the answer after it; null if there is none
     */
    public record Texts(
            String question, String answer, @Nullable String correction) {

        /** Describes the texts without quoting them. */
        @Override
        public String toString() {
            return "Texts[" + question.length() + ", " + answer.length() + ", "
                    + (correction == null ? 0 : correction.length()) + " characters]";
        }
    }
}
