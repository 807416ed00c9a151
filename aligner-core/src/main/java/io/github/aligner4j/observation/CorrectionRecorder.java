package io.github.aligner4j.observation;

import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.RateLimitedLog;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.Turn;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Records the corrections of stacks, one line of JSON for each answer, so that the upstream model can be trained on them ({@code
 * aligner export}). The fields of a line:
 *
 * <ul>
 *   <li>{@code schemaVersion}: {@value #SCHEMA_VERSION}
 *   <li>{@code time}: when the correction was finished, in ISO 8601
 *   <li>{@code chain}: the stack's name
 *   <li>{@code conversation}: the messages before the question, with {@code role} and {@code content}; left out if there are none
 *   <li>{@code context}: the passages that were retrieved for the question; left out if there are none
 *   <li>{@code question}, {@code answer}: the texts before the stack
 *   <li>{@code correction}: the answer after it; or {@code error}: the layer that failed and why
 *   <li>{@code layers}: {@code name} and {@code outcome} of each layer, {@code detections} ({@code label}, {@code score}) if its
 *       gate made some, and {@code contextUse} ({@code passages}, {@code dropped}, {@code shortened}) if its Aligner reads
 *       passages
 * </ul>
 *
 * <p>Within a schema version, fields keep their names and meaning, and new ones may be added;
 * any other change raises the version, and {@code aligner export} goes on reading all earlier ones.
 *
 * <p><b>Privacy:</b> the file holds questions, answers and retrieved passages word for word. Record only with the users'
 * consent, delete the file after use, and restrict access to it: where the file system has owners, a new file is readable by
 * its owner only.
 *
 * <p>The file is opened for each line and appended to, so it may be moved at any time, and several processes may share it. It is
 * never truncated or deleted. A line that can't be written is lost, which is logged at most once a minute and does not affect the
 * answer. Safe for use by several threads.
 */
public final class CorrectionRecorder implements CorrectionListener {

    /** The version of the schema of the lines that this release writes. */
    public static final int SCHEMA_VERSION = 1;

    private static final System.Logger LOG = System.getLogger(CorrectionRecorder.class.getName());

    private static final JsonFactory JSON = new JsonFactory();

    /** Half a surrogate pair, which UTF-8 can't encode but JSON can escape. */
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path file;
    private final InstantSource clock;
    private final FileAttribute<?>[] ownersOnly;
    private final RateLimitedLog warnings;

    /**
     * Creates a recorder, and its file if there is none.
     *
     * @throws UncheckedIOException if the file can't be written to
     */
    public CorrectionRecorder(Path file) {
        this(file, InstantSource.system());
    }

    CorrectionRecorder(Path file, InstantSource clock) {
        this.file = Objects.requireNonNull(file, "file");
        this.clock = clock;
        this.warnings = new RateLimitedLog(LOG, clock);
        boolean owned = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.ownersOnly = owned
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            append("");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "corrections can't be recorded in '" + file + "'; name a file in a folder that exists and can be"
                            + " written to",
                    e);
        }
    }

    /** Does nothing: only the answer of the whole stack is recorded. */
    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {}

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        try {
            append(line(stack, request, event));
        } catch (IOException e) {
            warnings.warn(
                    "record",
                    "a correction could not be recorded in '" + file + "': "
                            + e.getClass().getName() + "; check that the file can be written to and the disk has room");
        }
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        synchronized (this) {
            try (FileChannel channel = FileChannel.open(file, APPENDING, ownersOnly)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
    }

    private String line(String stack, CorrectionRequest request, StackEvent event) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
            json.writeStringProperty("time", clock.instant().toString());
            json.writeStringProperty("chain", stack);
            writeConversation(json, request.conversation());
            writeContext(json, request.context());
            json.writeStringProperty("question", request.question());
            json.writeStringProperty("answer", request.answer());
            writeOutcome(json, event);
            json.writeEndObject();
        }
        return HALF.matcher(line.append('\n').toString())
                .replaceAll(
                        half -> String.format("\\\\u%04X", (int) half.group().charAt(0)));
    }

    private static void writeConversation(JsonGenerator json, List<Turn> conversation) {
        if (conversation.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("conversation");
        for (Turn turn : conversation) {
            json.writeStartObject();
            json.writeStringProperty("role", lowerCase(turn.role()));
            json.writeStringProperty("content", turn.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeContext(JsonGenerator json, List<String> context) {
        if (context.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("context");
        context.forEach(json::writeString);
        json.writeEndArray();
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

    private static void writeOutcome(JsonGenerator json, StackEvent event) {
        Correction correction = event.correction();
        Optional<LayerTrace> failed =
                event.layers().stream().filter(CorrectionRecorder::failed).findFirst();
        if (failed.isPresent()) {
            LayerTrace layer = failed.get();
            json.writeStringProperty(
                    "error", "layer '" + layer.name() + "' " + lowerCase(layer.outcome()) + ": " + layer.detail());
        } else if (correction != null) {
            json.writeStringProperty("correction", correction.answer());
        }
        json.writeArrayPropertyStart("layers");
        for (LayerTrace layer : event.layers()) {
            json.writeStartObject();
            json.writeStringProperty("name", layer.name());
            json.writeStringProperty("outcome", lowerCase(layer.outcome()));
            writeDetections(json, layer.detections());
            writeContextUse(json, layer.contextUse());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeDetections(JsonGenerator json, List<Detection> detections) {
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

    /** Returns true if the layer failed: an answer that was kept or refused is no example to train on. */
    private static boolean failed(LayerTrace layer) {
        return switch (layer.outcome()) {
            case FAILED, FAILED_OPEN, REFUSED, REPROMPTED -> true;
            case CORRECTED, UNCHANGED, SKIPPED, SHADOWED -> false;
        };
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
