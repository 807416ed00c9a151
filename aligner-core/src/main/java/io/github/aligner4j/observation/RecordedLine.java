// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A line of a recording.
 *
 * @param time the time at which the correction was finished
 * @param chain the stack's name
 * @param shadow true if a shadow layer observed the answer
 * @param request the request before the stack or, of an observation, before the layer
 * @param layers the layers' events, in order
 * @param correction the correction of the stack or, of an observation, of the layer; null if there is none
 * @param elapsed the time it took
 */
record RecordedLine(
        Instant time,
        String chain,
        boolean shadow,
        CorrectionRequest request,
        List<LayerEvent> layers,
        @Nullable Correction correction,
        Duration elapsed) {

    private static final double MICROS = 1e3;
    private static final double RATIO_DIGITS = 1e4;

    /** Returns the line, without texts as they were but as {@code redactor} leaves them, and without ids but with their digests. */
    String json(TextRedactor redactor, @Nullable TextHash ids) {
        return JsonLine.of(json -> {
            json.writeNumberProperty("schemaVersion", CorrectionRecorder.SCHEMA_VERSION);
            json.writeStringProperty("time", time.toString());
            json.writeStringProperty("chain", chain);
            if (shadow) {
                json.writeBooleanProperty("shadow", true);
            }
            if (ids != null) {
                writeHash(json, "userHash", request.attributes().get(RequestAttributes.USER), ids);
                writeHash(json, "conversationHash", request.attributes().get(RequestAttributes.CONVERSATION), ids);
            }
            writeTexts(json, redactor);
            json.writeNumberProperty("elapsedMs", millis(elapsed));
            json.writeArrayPropertyStart("layers");
            layers.forEach(layer -> writeLayer(json, layer, redactor));
            json.writeEndArray();
        });
    }

    private static void writeHash(JsonGenerator json, String name, @Nullable Object id, TextHash ids) {
        if (id != null) {
            json.writeStringProperty(name, ids.of(id.toString()));
        }
    }

    private void writeTexts(JsonGenerator json, TextRedactor redactor) {
        writeConversation(json, redactor);
        if (!request.context().isEmpty()) {
            json.writeArrayPropertyStart("context");
            request.context().forEach(passage -> json.writeString(redactor.redact(passage)));
            json.writeEndArray();
        }
        json.writeStringProperty("question", redactor.redact(request.question()));
        json.writeStringProperty("answer", redactor.redact(request.answer()));
        Optional<LayerTrace> failed = layers.stream()
                .map(LayerEvent::trace)
                .filter(RecordedLine::failed)
                .findFirst();
        if (failed.isPresent()) {
            LayerTrace layer = failed.get();
            json.writeStringProperty(
                    "error", "layer '" + layer.name() + "' " + lowerCase(layer.outcome()) + ": " + layer.detail());
        }
        if (correction != null) {
            json.writeStringProperty(
                    failed.isPresent() ? "delivered" : "correction", redactor.redact(correction.answer()));
            json.writeNumberProperty("editRatio", editRatio(correction));
        }
    }

    private void writeConversation(JsonGenerator json, TextRedactor redactor) {
        if (request.conversation().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("conversation");
        for (Turn turn : request.conversation()) {
            json.writeStartObject();
            json.writeStringProperty("role", lowerCase(turn.role()));
            json.writeStringProperty("content", redactor.redact(turn.text()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeLayer(JsonGenerator json, LayerEvent event, TextRedactor redactor) {
        LayerTrace layer = event.trace();
        boolean observes = shadow || layer.outcome() == Outcome.SHADOWED;
        json.writeStartObject();
        json.writeStringProperty("name", layer.name());
        json.writeStringProperty("outcome", lowerCase(layer.outcome()));
        JsonLine.writeDetections(json, layer.detections());
        writeContextUse(json, layer.contextUse());
        json.writeStringProperty("mode", lowerCase(observes ? LayerMode.SHADOW : event.mode()));
        json.writeNumberProperty("elapsedMs", millis(layer.elapsed()));
        if (!layer.detail().isEmpty()) {
            json.writeStringProperty("reason", layer.detail());
        }
        Correction own = event.correction();
        if (own != null) {
            json.writeNumberProperty("editRatio", editRatio(own));
            if (own.changed() && !isResult(own.answer())) {
                json.writeStringProperty("correction", redactor.redact(own.answer()));
            }
        }
        json.writeEndObject();
    }

    private boolean isResult(String answer) {
        return correction != null && correction.answer().equals(answer);
    }

    private static void writeContextUse(JsonGenerator json, ContextUse use) {
        if (use.passages() > 0) {
            json.writeObjectPropertyStart("contextUse");
            json.writeNumberProperty("passages", use.passages());
            json.writeNumberProperty("dropped", use.dropped());
            json.writeBooleanProperty("shortened", use.shortened());
            json.writeEndObject();
        }
    }

    /** Returns true if the layer failed: an answer that was kept or refused is no example to train on. */
    private static boolean failed(LayerTrace layer) {
        return switch (layer.outcome()) {
            case FAILED, FAILED_OPEN, REFUSED, REPROMPTED -> true;
            case CORRECTED, UNCHANGED, SKIPPED, SHADOWED -> false;
        };
    }

    private static double editRatio(Correction correction) {
        return Math.round(correction.editRatio() * RATIO_DIGITS) / RATIO_DIGITS;
    }

    private static double millis(Duration elapsed) {
        return Math.round(elapsed.toNanos() / MICROS) / MICROS;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
