// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all scenarios share: servers, clients, and models that run in this JVM. */
final class World implements AutoCloseable {

    /** An Aligner in a line of code, which has no listener, session or model. */
    static final Aligner CIVIL = (request, context) -> Correction.of(request.answer(), Texts.civil(request.answer()));

    private static final Duration PATIENT = Duration.ofMinutes(5);
    private static final Duration IMPATIENT = Duration.ofMillis(800);

    private final Logs logs = Logs.listen();
    private final ScriptedUpstream scripted = new ScriptedUpstream();
    private final LiveUpstream live = new LiveUpstream();
    private final Models patient = Models.of(scripted.baseUrl(), PATIENT);
    private final Models impatient = Models.of(scripted.baseUrl(), IMPATIENT);
    private final Models untrusting = Models.of(scripted.untrustedUrl(), PATIENT);
    private final Models toLive = Models.of(live.baseUrl(), PATIENT);
    private final Models toNobody = Models.of("http://localhost:1/v1", PATIENT);
    private final CheckpointAligner embedded = CheckpointAligner.embedded();
    private final CheckpointAligner narrow = CheckpointAligner.builder(ModelSource.embedded())
            .options(RuntimeOptions.DEFAULT.withScheduling(SchedulingOptions.DEFAULT
                    .withMaxQueuedRequests(1)
                    .withMaxRunningRequests(1)
                    .withMaxBatchTokens(1)
                    .withPrefixCacheBytes(0)))
            .open();
    private final Duration bound;
    private final Map<String, String> corrections = new ConcurrentHashMap<>();

    /**
     * Starts everything.
     *
     * @param bound within which each call must end
     */
    World(Duration bound) {
        this.bound = bound;
    }

    Duration bound() {
        return bound;
    }

    Logs logs() {
        return logs;
    }

    ScriptedUpstream scripted() {
        return scripted;
    }

    LiveUpstream live() {
        return live;
    }

    /** Clients of the scripted server that wait for long. */
    Models patient() {
        return patient;
    }

    /** Clients of the scripted server that give up soon. */
    Models impatient() {
        return impatient;
    }

    /** Clients of a server whose certificate is not trusted. */
    Models untrusting() {
        return untrusting;
    }

    Models toLive() {
        return toLive;
    }

    /** Clients of a port where nobody listens. */
    Models toNobody() {
        return toNobody;
    }

    /** The embedded Aligner with its defaults. */
    CheckpointAligner embedded() {
        return embedded;
    }

    /** Returns what the embedded Aligner makes of {@link Texts#RUDE}. */
    String corrected() {
        return corrected(Texts.RUDE);
    }

    /** Returns what the embedded Aligner makes of {@code answer} when nothing goes wrong. */
    String corrected(String answer) {
        return corrections.computeIfAbsent(
                answer,
                text -> embedded.correct(CorrectionRequest.of("How is my plan?", text))
                        .answer());
    }

    /** The embedded Aligner with room for one correction, and for one that waits; it reads a token at a time. */
    CheckpointAligner narrow() {
        return narrow;
    }

    @Override
    public void close() {
        embedded.close();
        narrow.close();
        live.close();
        scripted.close();
    }
}
