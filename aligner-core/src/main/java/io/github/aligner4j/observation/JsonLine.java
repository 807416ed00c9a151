// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Detection;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes objects of JSON in one line each. */
final class JsonLine {

    private static final JsonFactory JSON = new JsonFactory();

    /** An unpaired surrogate, which UTF-8 can't encode but JSON can escape. */
    private static final Pattern UNPAIRED_SURROGATE = Pattern.compile("\\p{Cs}");

    private JsonLine() {}

    /** Writes the property {@code detections}, unless there are none. */
    static void writeDetections(JsonGenerator json, List<Detection> detections) {
        if (detections.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("detections");
        for (Detection detection : detections) {
            json.writeStartObject();
            json.writeStringProperty("label", detection.label());
            json.writeNumberProperty("score", detection.score());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Returns an object without a line terminator, whose properties {@code properties} writes. */
    static String of(Consumer<JsonGenerator> properties) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            properties.accept(json);
            json.writeEndObject();
        }
        return UNPAIRED_SURROGATE
                .matcher(line.toString())
                .replaceAll(
                        half -> String.format("\\\\u%04X", (int) half.group().charAt(0)));
    }
}
