// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.RateLimitedLog;
import io.github.aligner4j.StackEvent;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the corrections of stacks, one line of JSON for each answer, so that they can be reported on ({@code aligner report}),
 * tried with another configuration ({@code aligner replay}), and the upstream model trained on them ({@code aligner export}). The
 * fields of a line:
 *
 * <ul>
 *   <li>{@code schemaVersion}: {@value #SCHEMA_VERSION}
 *   <li>{@code time}: when the correction was finished, in ISO 8601
 *   <li>{@code chain}: the stack's name
 *   <li>{@code shadow}: true if a layer in the mode {@code shadow} observed the answer behind the call, so that users did not get
 *       its correction; such an observation is a line of its own, beside that of the answer. Left out otherwise
 *   <li>{@code userHash}, {@code conversationHash}: digests of the attributes {@code user} and {@code conversation}, if there is a
 *       {@linkplain Builder#idKey key}; the ids themselves are never recorded
 *   <li>{@code conversation}: the messages before the question, with {@code role} and {@code content}; left out if there are none
 *   <li>{@code context}: the passages that were retrieved for the question; left out if there are none
 *   <li>{@code question}, {@code answer}: the texts before the stack or, of an observation, before the layer
 *   <li>{@code correction}: the answer after it; or {@code error}: the layer that failed and why, with {@code delivered}: the answer
 *       after the stack in spite of it, if there is one
 *   <li>{@code editRatio}: the share of the answer that was edited, 0 to 1
 *   <li>{@code elapsedMs}: the time that it took, in milliseconds
 *   <li>{@code layers}: of each layer {@code name}, {@code outcome}, {@code mode}, {@code elapsedMs}, {@code reason} if it was skipped
 *       or failed, {@code editRatio} if it corrected, {@code correction} if it changed the answer and a later layer changed it again,
 *       {@code detections} ({@code label}, {@code score}) if its gate or Aligner made some, and {@code contextUse} ({@code passages},
 *       {@code dropped}, {@code shortened}) if its Aligner reads passages
 * </ul>
 *
 * <p>Within a schema version, fields keep their names and meaning, and new ones may be added;
 * any other change raises the version, and {@code aligner export} goes on reading all earlier ones.
 *
 * <p><b>Privacy:</b> the file holds questions, answers, messages before them and retrieved passages word for word, except for what a
 * {@link TextRedactor} removes. Record only with the users' consent, delete the files after use or limit their age, and restrict
 * access to them: where the file system has owners, a new file is readable by its owner only.
 *
 * <p>The file is opened for each line and appended to, so it may be moved at any time; without limits, several processes may share it,
 * and it is never truncated or deleted. A line that can't be written, because the disk is full, or can't be redacted is lost: that is
 * counted, logged at most once a minute, and does not affect the answer. Safe for use by several threads.
 */
public final class CorrectionRecorder implements CorrectionListener {

    /** The version of the schema of the lines that this release writes. */
    public static final int SCHEMA_VERSION = 1;

    private static final System.Logger LOG = System.getLogger(CorrectionRecorder.class.getName());

    private final @Nullable RotatingFile file;
    private final Consumer<String> lines;
    private final TextRedactor redactor;
    private final @Nullable TextHash ids;
    private final InstantSource clock;
    private final RateLimitedLog warnings;
    private final AtomicLong notRedacted = new AtomicLong();
    private final OpenCalls<List<LayerEvent>> calls = new OpenCalls<>();

    private CorrectionRecorder(Builder builder) {
        this.file = builder.open();
        this.lines = file == null ? builder.lines : file::append;
        this.redactor = builder.redactor;
        this.ids = builder.ids;
        this.clock = builder.clock;
        this.warnings = new RateLimitedLog(LOG, clock);
    }

    /**
     * Creates a recorder into a file without limits, which is created if there is none.
     *
     * @throws UncheckedIOException if the file can't be written to
     */
    public CorrectionRecorder(Path file) {
        this(builder(file));
    }

    /** Returns a builder of a recorder into {@code file}. */
    @Incubating
    public static Builder builder(Path file) {
        return new Builder(Objects.requireNonNull(file, "file"), line -> {});
    }

    /** Returns a builder of a recorder that passes each line, without a line terminator, to {@code lines}. */
    @Incubating
    public static Builder builder(Consumer<String> lines) {
        return new Builder(null, Objects.requireNonNull(lines, "lines"));
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        List<LayerEvent> call = new ArrayList<>();
        calls.open(call);
        return () -> calls.close(call);
    }

    /** Keeps the layer's event for the line of the whole stack. */
    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        List<LayerEvent> call = calls.current();
        if (call != null) {
            call.add(event);
        }
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        Correction correction = event.correction();
        Duration elapsed = correction == null
                ? event.layers().stream().map(LayerTrace::elapsed).reduce(Duration.ZERO, Duration::plus)
                : correction.elapsed();
        record(new RecordedLine(clock.instant(), stack, false, request, layers(event), correction, elapsed));
    }

    @Override
    public void onShadow(String stack, CorrectionRequest request, LayerEvent event) {
        List<LayerEvent> layer = List.of(event);
        Duration elapsed = event.trace().elapsed();
        record(new RecordedLine(clock.instant(), stack, true, request, layer, event.correction(), elapsed));
    }

    /** Returns the number of lines that were written to the file. */
    @Incubating
    public long written() {
        return file == null ? 0 : file.written();
    }

    /** Returns the number of lines that were lost, because they could not be written or redacted. */
    @Incubating
    public long lost() {
        return notRedacted.get() + (file == null ? 0 : file.lost());
    }

    /** Returns the events of the layers or, if this listener did not see them, events with their traces alone. */
    private List<LayerEvent> layers(StackEvent event) {
        List<LayerEvent> seen = calls.current();
        if (seen != null && seen.stream().map(LayerEvent::trace).toList().equals(event.layers())) {
            return seen;
        }
        return event.layers().stream()
                .map(trace -> new LayerEvent(trace, null, null))
                .toList();
    }

    private void record(RecordedLine line) {
        String json;
        try {
            json = line.json(redactor, ids);
        } catch (RuntimeException | StackOverflowError e) { // regular expressions recurse
            notRedacted.incrementAndGet();
            warnings.warn(
                    "redact",
                    "a correction is not recorded, because it can't be redacted: "
                            + e.getClass().getName() + "; check the redactor");
            return;
        }
        lines.accept(json);
    }

    /** Collects the settings of a recorder. Not safe for use by several threads. */
    @Incubating
    public static final class Builder {

        private final @Nullable Path file;
        private final Consumer<String> lines;
        private Rotation rotation = Rotation.NONE;
        private TextRedactor redactor = TextRedactor.NONE;
        private @Nullable TextHash ids;
        private InstantSource clock = InstantSource.system();

        private Builder(@Nullable Path file, Consumer<String> lines) {
            this.file = file;
            this.lines = lines;
        }

        /** Sets the limits of the file and of those that it is renamed to when it is full; by default there are none. */
        public Builder rotation(Rotation rotation) {
            this.rotation = Objects.requireNonNull(rotation, "rotation");
            return this;
        }

        /** Sets what removes from texts that which must not be recorded; by default, texts are recorded as they are. */
        public Builder redactor(TextRedactor redactor) {
            this.redactor = Objects.requireNonNull(redactor, "redactor");
            return this;
        }

        /**
         * Sets the secret key of the digests by which lines of the same user or conversation can be found. Without a key there are no
         * digests, as everyone who knows an id could find its lines.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder idKey(String key) {
            if (key.isBlank()) {
                throw new IllegalArgumentException("the key of a recording's digests must not be blank");
            }
            this.ids = new TextHash(key.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Returns the recorder.
         *
         * @throws UncheckedIOException if its file can't be written to
         */
        public CorrectionRecorder build() {
            return new CorrectionRecorder(this);
        }

        private @Nullable RotatingFile open() {
            try {
                return file == null ? null : new RotatingFile(file, rotation, clock);
            } catch (UncheckedIOException e) {
                throw new UncheckedIOException(
                        "corrections can't be recorded in '" + file
                                + "'; name a file in a folder that exists and can be" + " written to",
                        e.getCause());
            }
        }
    }
}
