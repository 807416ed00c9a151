// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.LayerEvent;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.StackEvent;
import io.github.aligner4j.observation.AuditEvent.Hashes;
import io.github.aligner4j.observation.AuditEvent.LayerAudit;
import io.github.aligner4j.observation.AuditEvent.Texts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes one {@link AuditEvent} of each call of a stack, also of those that fail or are cancelled, when the call ends. Safe for use by
 * several threads.
 */
@Incubating
public final class AuditListener implements CorrectionListener {

    private static final List<String> ATTRIBUTES = List.of(
            RequestAttributes.BEAN,
            RequestAttributes.SERVICE,
            RequestAttributes.METHOD,
            RequestAttributes.CONVERSATION,
            RequestAttributes.USER);

    private final AuditSink sink;
    private final boolean texts;
    private final TextHash hash;
    private final InstantSource clock;
    private final OpenCalls<Call> calls = new OpenCalls<>();

    private AuditListener(Builder builder) {
        this.sink = builder.sink;
        this.texts = builder.texts;
        this.hash = builder.hash;
        this.clock = builder.clock;
    }

    /** Returns a listener that passes events without texts to {@code sink}. */
    public static AuditListener of(AuditSink sink) {
        return builder(sink).build();
    }

    /** Returns a builder of a listener. */
    public static Builder builder(AuditSink sink) {
        return new Builder(sink);
    }

    @Override
    public Scope onStackStart(String stack, CorrectionRequest request) {
        Call call = new Call(stack, request);
        calls.open(call);
        return () -> {
            calls.close(call);
            sink.accept(event(call));
        };
    }

    @Override
    public void onLayer(String stack, CorrectionRequest request, LayerEvent event) {
        Call call = calls.current();
        if (call != null) {
            call.layers.add(audit(event));
        }
    }

    @Override
    public void onStack(String stack, CorrectionRequest request, StackEvent event) {
        Call call = calls.current();
        if (call != null) {
            call.end = event;
        }
    }

    private static LayerAudit audit(LayerEvent event) {
        LayerTrace trace = event.trace();
        Correction correction = event.correction();
        return new LayerAudit(
                trace.name(),
                trace.outcome(),
                event.mode(),
                trace.elapsed(),
                event.aligner(),
                correction == null ? null : correction.editRatio(),
                trace.detail(),
                trace.detections());
    }

    private AuditEvent event(Call call) {
        CorrectionRequest request = call.request;
        Duration elapsed = CallTime.of(Duration.ofNanos(System.nanoTime() - call.started), call.end);
        Correction correction = call.end == null ? null : call.end.correction();
        String corrected = correction == null ? null : correction.answer();
        return new AuditEvent(
                UUID.randomUUID(),
                clock.instant(),
                call.chain,
                AnswerOutcome.of(call.end),
                elapsed,
                attributes(request),
                call.layers,
                new Hashes(
                        hash.of(request.question()),
                        hash.of(request.answer()),
                        corrected == null ? null : hash.of(corrected)),
                texts ? new Texts(request.question(), request.answer(), corrected) : null);
    }

    private static Map<String, String> attributes(CorrectionRequest request) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : ATTRIBUTES) {
            Object value = request.attributes().get(name);
            if (value != null) {
                attributes.put(name, value.toString());
            }
        }
        return attributes;
    }

    /** A call that is under way. For one thread. */
    private static final class Call {

        private final String chain;
        private final CorrectionRequest request;
        private final long started = System.nanoTime();
        private final List<LayerAudit> layers = new ArrayList<>();
        private @Nullable StackEvent end;

        Call(String chain, CorrectionRequest request) {
            this.chain = chain;
            this.request = request;
        }
    }

    /** Collects the settings of a listener. Not safe for use by several threads. */
    public static final class Builder {

        private final AuditSink sink;
        private boolean texts;
        private TextHash hash = TextHash.PLAIN;
        private InstantSource clock = InstantSource.system();

        private Builder(AuditSink sink) {
            this.sink = Objects.requireNonNull(sink, "sink");
        }

        /** Sets whether events hold questions, answers and corrections word for word; by default they don't. */
        public Builder texts(boolean texts) {
            this.texts = texts;
            return this;
        }

        /**
         * Sets the key of the digests of texts. Without one, whoever reads an event can find out whether a text that he guesses is
         * the one that was hashed.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder hashKey(String key) {
            if (key.isBlank()) {
                throw new IllegalArgumentException("the key of an audit's digests must not be blank");
            }
            this.hash = new TextHash(key.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Returns the listener. */
        public AuditListener build() {
            return new AuditListener(this);
        }
    }
}
