// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import io.github.aligner4j.Turn;
import io.github.aligner4j.observation.CorrectionRecorder;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that an Aligner corrected, as written by {@code aligner correct} and {@link CorrectionRecorder}, or as in a
 * dataset.
 *
 * @param line the line on which it begins in its file, counted from 1
 * @param conversation the messages before the question, oldest first
 * @param question the question
 * @param answer the upstream model's answer
 * @param correction the corrected answer; empty if the correction failed
 * @param error the reason why the correction failed; empty if it did not
 * @param kind tells whether users got the correction
 */
public record TrafficRow(
        long line,
        List<Turn> conversation,
        String question,
        String answer,
        String correction,
        String error,
        Kind kind) {

    private static final Set<String> IDLE = Set.of("skipped", "shadowed");
    private static final String NEEDED = "question, answer and correction (or error)";

    /** Checks that nothing is missing, and copies the list. */
    public TrafficRow {
        conversation = List.copyOf(conversation);
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(correction, "correction");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(kind, "kind");
    }

    /** The kind of a row. */
    public enum Kind {
        /** Users got the correction. */
        ANSWER,
        /** A layer in the mode {@code shadow} made the correction, which users did not get. */
        OBSERVATION,
        /** No layer corrected the answer, because of its mode: that it is unchanged says nothing about it. */
        NOT_CORRECTED
    }

    /**
     * Returns the corrected answer of a JSON row, which may have any shape of an {@link AnswerRow}. It needs a correction or
     * {@code error}, and may have {@code shadow} and {@code layers} as a {@link CorrectionRecorder} writes them; other fields are
     * ignored.
     *
     * @throws BadRowException if a field is missing or of the wrong type, or a later release recorded the row
     */
    public static TrafficRow parse(JsonRow row) throws BadRowException {
        ObjectNode json = row.json();
        requireKnownSchema(json);
        AnswerRow read = AnswerRow.parse(row, NEEDED);
        String error = error(json);
        String correction = error.isEmpty() ? read.correctionOf(row, NEEDED) : "";
        return new TrafficRow(
                row.line(), read.conversation(), read.question(), read.answer(), correction, error, kind(json));
    }

    /** Returns whether there was nothing to correct. */
    public boolean unchanged() {
        return answer.equals(correction);
    }

    private static void requireKnownSchema(ObjectNode json) throws BadRowException {
        int version = json.path("schemaVersion").asInt(CorrectionRecorder.SCHEMA_VERSION);
        if (version > CorrectionRecorder.SCHEMA_VERSION) {
            throw new BadRowException(
                    "it was recorded with schema version " + version + ", but this release reads versions up to "
                            + CorrectionRecorder.SCHEMA_VERSION + "; read it with the release that recorded it");
        }
    }

    private static Kind kind(ObjectNode json) {
        if (json.path("shadow").asBoolean(false)) {
            return Kind.OBSERVATION;
        }
        JsonNode layers = json.path("layers");
        boolean idle = layers.valueStream().allMatch(layer -> IDLE.contains(outcome(layer)));
        boolean byMode = layers.valueStream().anyMatch(TrafficRow::isOutOfUse);
        return idle && byMode ? Kind.NOT_CORRECTED : Kind.ANSWER;
    }

    /** Returns true if the layer's mode is the reason why it did not work, as far as that is known. */
    private static boolean isOutOfUse(JsonNode layer) {
        return outcome(layer).equals("shadowed")
                || !layer.path("mode").asString("enforce").equals("enforce");
    }

    private static String outcome(JsonNode layer) {
        return layer.path("outcome").asString("");
    }

    private static String error(ObjectNode json) {
        JsonNode error = json.path("error");
        return error.isMissingNode() || error.isNull() ? "" : error.asString("unknown");
    }
}
