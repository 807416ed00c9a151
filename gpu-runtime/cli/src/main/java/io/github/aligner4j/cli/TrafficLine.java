// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.traffic.TrafficEntry;
import io.github.aligner4j.evaluation.traffic.TrafficLayer;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.TrafficRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads lines of recordings and of {@code aligner correct}. */
final class TrafficLine {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private TrafficLine() {}

    /**
     * Returns the entry of a line. It needs what a {@link TrafficRow} needs; everything else may be missing, as in older recordings.
     *
     * @throws BadRowException if it is no such line, or a field has a value that it can't have
     */
    static TrafficEntry parse(JsonRow row) throws BadRowException {
        TrafficRow.parse(row);
        return entry(row.json());
    }

    /**
     * Returns the entry of an object that is a {@link TrafficRow}.
     *
     * @throws BadRowException if another field has a value that it can't have
     */
    static TrafficEntry entry(ObjectNode json) throws BadRowException {
        boolean shadow = json.path("shadow").asBoolean(false);
        boolean failed = json.hasNonNull("error");
        return new TrafficEntry(
                json.path("chain").asString(""),
                shadow,
                json.path(Row.QUESTION).asString(""),
                json.path(Row.ANSWER).asString(""),
                text(json, failed ? "delivered" : Row.CORRECTION),
                elapsed(json),
                layers(json.path("layers"), shadow));
    }

    private static @Nullable Duration elapsed(ObjectNode json) throws BadRowException {
        JsonNode seconds = json.path("timings").path("seconds");
        return seconds.isNumber() ? duration(seconds.asDouble() * NANOS_PER_SECOND, "seconds") : millis(json);
    }

    private static @Nullable Duration millis(JsonNode json) throws BadRowException {
        JsonNode value = json.path("elapsedMs");
        if (value.isMissingNode()) {
            return null;
        }
        return duration(value.asDouble(-1) * NANOS_PER_MILLI, "elapsedMs");
    }

    private static Duration duration(double nanos, String field) throws BadRowException {
        if (!(nanos >= 0 && nanos <= Long.MAX_VALUE)) {
            throw new BadRowException("'" + field + "' is no duration; it must be a number of at least 0");
        }
        return Duration.ofNanos((long) nanos);
    }

    private static List<TrafficLayer> layers(JsonNode json, boolean shadow) throws BadRowException {
        if (!json.isMissingNode() && !json.isArray()) {
            throw new BadRowException("'layers' is no list of layers with name and outcome");
        }
        List<TrafficLayer> layers = new ArrayList<>();
        for (JsonNode layer : json) {
            layers.add(layer(layer, shadow));
        }
        return layers;
    }

    private static TrafficLayer layer(JsonNode json, boolean shadow) throws BadRowException {
        if (!json.path("name").isString()) {
            throw new BadRowException("a layer has no 'name'; each needs name and outcome");
        }
        Outcome outcome = constant(Outcome.class, json.path("outcome"), "outcome");
        boolean observes = shadow || outcome == Outcome.SHADOWED;
        LayerMode mode = json.has("mode")
                ? constant(LayerMode.class, json.path("mode"), "mode")
                : observes ? LayerMode.SHADOW : LayerMode.ENFORCE;
        return new TrafficLayer(
                json.path("name").stringValue(),
                mode,
                outcome,
                millis(json),
                detections(json.path("detections")),
                text(json, "correction"));
    }

    private static List<Detection> detections(JsonNode json) throws BadRowException {
        List<Detection> detections = new ArrayList<>();
        for (JsonNode detection : json) {
            try {
                detections.add(Detection.of(
                        detection.path("label").asString(""),
                        detection.path("score").asDouble(-1)));
            } catch (IllegalArgumentException e) {
                throw new BadRowException("a layer has a detection without a label and a score from 0 to 1");
            }
        }
        return detections;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode value, String field) throws BadRowException {
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(value.asString(""))) {
                return constant;
            }
        }
        String known =
                Stream.of(type.getEnumConstants()).map(TrafficLine::lower).collect(Collectors.joining(", "));
        throw new BadRowException("'" + field + "' of a layer is none of " + known);
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isString() ? value.stringValue() : null;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
