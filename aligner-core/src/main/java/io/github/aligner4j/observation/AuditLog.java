// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.observation.AuditEvent.Hashes;
import io.github.aligner4j.observation.AuditEvent.LayerAudit;
import io.github.aligner4j.observation.AuditEvent.Texts;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Appends audit events to a file, one line of JSON for each. The properties of a line are those of {@link AuditEvent}, with times in
 * ISO 8601, durations in milliseconds, constants in lower case, and {@code schemaVersion} {@value #SCHEMA_VERSION}; properties that
 * are unknown or empty are left out. Within a schema version, properties keep their names and meaning, and new ones may be added.
 *
 * <p>A line that can't be written, as the disk is full, is lost; that is counted and logged and does not affect the answer. Where
 * the file system has owners, a new file is readable by its owner only. Safe for use by several threads.
 */
@Incubating
public final class AuditLog implements AuditSink {

    /** The version of the schema of the lines that this release writes. */
    public static final int SCHEMA_VERSION = 1;

    private final RotatingFile file;

    /**
     * Opens a log, which is created if it does not exist.
     *
     * @throws UncheckedIOException if the file can't be written to
     */
    public AuditLog(Path file, Rotation rotation) {
        this.file = new RotatingFile(file, rotation, InstantSource.system());
    }

    @Override
    public void accept(AuditEvent event) {
        file.append(JsonLine.of(json -> write(json, event)));
    }

    /** Returns the number of events that were written. */
    public long written() {
        return file.written();
    }

    /** Returns the number of events that could not be written. */
    public long lost() {
        return file.lost();
    }

    private static void write(JsonGenerator json, AuditEvent event) {
        json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
        json.writeStringProperty("id", event.id().toString());
        json.writeStringProperty("time", event.time().toString());
        json.writeStringProperty("chain", event.chain());
        json.writeStringProperty("outcome", event.outcome().label());
        json.writeNumberProperty("elapsedMs", event.elapsed().toMillis());
        if (!event.attributes().isEmpty()) {
            json.writeObjectPropertyStart("attributes");
            event.attributes().forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeArrayPropertyStart("layers");
        event.layers().forEach(layer -> write(json, layer));
        json.writeEndArray();
        write(json, event.hashes());
        if (event.texts() != null) {
            write(json, event.texts());
        }
    }

    private static void write(JsonGenerator json, LayerAudit layer) {
        json.writeStartObject();
        json.writeStringProperty("name", layer.name());
        json.writeStringProperty("outcome", lowerCase(layer.outcome()));
        json.writeStringProperty("mode", lowerCase(layer.mode()));
        json.writeNumberProperty("elapsedMs", layer.elapsed().toMillis());
        write(json, layer.aligner());
        Double ratio = layer.editRatio();
        if (ratio != null) {
            json.writeNumberProperty("editRatio", ratio);
        }
        writeKnown(json, "reason", layer.reason());
        JsonLine.writeDetections(json, layer.detections());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, AlignerDescription aligner) {
        if (!aligner.equals(AlignerDescription.UNKNOWN)) {
            json.writeObjectPropertyStart("aligner");
            writeKnown(json, "model", aligner.model());
            writeKnown(json, "modelHash", aligner.modelHash());
            writeKnown(json, "adapter", aligner.adapter());
            writeKnown(json, "adapterHash", aligner.adapterHash());
            writeKnown(json, "template", aligner.template());
            writeKnown(json, "licence", aligner.licence());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Hashes hashes) {
        json.writeObjectPropertyStart("hashes");
        json.writeStringProperty("question", hashes.question());
        json.writeStringProperty("answer", hashes.answer());
        writeKnown(json, "correction", hashes.correction());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Texts texts) {
        json.writeObjectPropertyStart("texts");
        json.writeStringProperty("question", texts.question());
        json.writeStringProperty("answer", texts.answer());
        writeKnown(json, "correction", texts.correction());
        json.writeEndObject();
    }

    private static void writeKnown(JsonGenerator json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
