// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerFailedException;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.observation.AuditEvent.LayerAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuditTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("why", "you fool");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final AlignerDescription DESCRIPTION =
            AlignerDescription.ofModel("aligner-7b", "sha256:1").withTemplate("aligner-7b");
    private static final Aligner KIND =
            new DelegatingAligner(Aligner.of(request -> request.answer().replace("fool", "friend"))) {
                @Override
                public AlignerDescription description() {
                    return DESCRIPTION;
                }
            };
    private static final Aligner BROKEN = (request, context) -> {
        throw new AlignerException("the device is gone");
    };

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void an_event_says_who_changed_what() {
        LayerGate gate = LayerGate.of((request, context) -> Detection.of("rude", 0.75), "rude", 0.5);
        stack(Layer.of("kind", KIND).withGate(gate), Layer.of("again", KIND))
                .correct(REQUEST.withAttributes(
                        Map.of(RequestAttributes.USER, "u1", RequestAttributes.CHAIN, "support", "own", new Object())));

        AuditEvent event = only();
        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.chain()).isEqualTo("support");
        assertThat(event.outcome()).isEqualTo(AnswerOutcome.CORRECTED);
        assertThat(event.attributes()).containsExactly(Map.entry("user", "u1"));
        assertThat(event.texts()).isNull();
        assertThat(event.layers()).extracting(LayerAudit::name).containsExactly("kind", "again");
        LayerAudit layer = event.layers().get(0);
        assertThat(layer.outcome()).isEqualTo(Outcome.CORRECTED);
        assertThat(layer.mode()).isEqualTo(LayerMode.ENFORCE);
        assertThat(layer.aligner()).isEqualTo(DESCRIPTION);
        assertThat(layer.editRatio()).isEqualTo(0.6);
        assertThat(layer.detections()).containsExactly(Detection.of("rude", 0.75));
        assertThat(event.layers().get(1).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void texts_are_hashed_and_quoted_only_if_they_are_asked_for() {
        AlignerStack stack = stack(Layer.of("kind", KIND));
        stack.correct(REQUEST);

        AuditEvent event = only();
        assertThat(event.hashes().question())
                .isEqualTo("sha256:2be23c585f15e5fd3279d0663036dd9f6e634f4225ef326fc83fb874dbb81a0f");
        assertThat(event.hashes().answer())
                .matches("sha256:[0-9a-f]{64}")
                .isNotEqualTo(event.hashes().correction());
        assertThat(event.toString() + event.layers() + event.hashes()).doesNotContain("fool", "friend");

        events.clear();
        stack(AuditListener.builder(events::add).texts(true), Layer.of("kind", KIND))
                .correct(REQUEST);
        assertThat(only().texts()).isEqualTo(new AuditEvent.Texts("why", "you fool", "you friend"));
        assertThat(only().toString()).doesNotContain("fool");
        assertThat(Objects.requireNonNull(only().texts()).toString()).isEqualTo("Texts[3, 8, 10 characters]");
    }

    @Test
    void a_key_keeps_others_from_guessing_a_text_by_its_hash() {
        stack(Layer.of("kind", KIND)).correct(REQUEST);
        stack(AuditListener.builder(events::add).hashKey("secret"), Layer.of("kind", KIND))
                .correct(REQUEST);
        stack(AuditListener.builder(events::add).hashKey("another"), Layer.of("kind", KIND))
                .correct(REQUEST);

        assertThat(events).extracting(event -> event.hashes().answer()).doesNotHaveDuplicates();
        assertThat(events.get(1).hashes().answer()).matches("hmac-sha256:[0-9a-f]{64}");
        assertThatThrownBy(() -> AuditListener.builder(events::add).hashKey(" "))
                .hasMessage("the key of an audit's digests must not be blank");
    }

    @Test
    void every_answer_that_is_returned_has_one_event() {
        stack(Layer.of("kind", KIND)).correct(CorrectionRequest.of("why", "fine"));
        stack(Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.failOpen()))
                .correct(REQUEST);
        stack(Layer.of("broken", BROKEN).withFailurePolicy(FailurePolicy.refuse("No.")))
                .correct(REQUEST);
        stack(Layer.of("kind", KIND).withRollout(Rollout.of(new RolloutState(LayerMode.SHADOW, 1))))
                .correct(REQUEST);
        stack().correct(REQUEST);

        assertThat(events)
                .extracting(AuditEvent::outcome)
                .containsExactly(
                        AnswerOutcome.UNCHANGED,
                        AnswerOutcome.UNCHANGED,
                        AnswerOutcome.REFUSED,
                        AnswerOutcome.UNCHANGED,
                        AnswerOutcome.UNCHANGED);
        assertThat(events.get(3).layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.outcome()).isEqualTo(Outcome.SHADOWED))
                .satisfies(layer -> assertThat(layer.mode()).isEqualTo(LayerMode.SHADOW));
    }

    @Test
    void every_call_that_fails_or_is_cancelled_has_one_event() {
        assertThatThrownBy(() -> stack(Layer.of("broken", BROKEN)).correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);
        assertThatThrownBy(() -> stack(Layer.of("broken", (request, context) -> {
                            throw new OutOfMemoryError("no heap");
                        }))
                        .correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = Aligner.of(request -> {
            cancellation.cancel();
            return request.answer();
        });
        assertThatThrownBy(() -> stack(Layer.of("kind", KIND), Layer.of("cancelling", cancelling))
                        .correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(() -> stack(Layer.of("kind", KIND))
                        .correct(REQUEST, CorrectionContext.DEFAULT.withListener(text -> {
                            throw new IllegalArgumentException("the client is gone");
                        })))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(events)
                .extracting(AuditEvent::outcome)
                .containsExactly(
                        AnswerOutcome.FAILED, AnswerOutcome.FAILED, AnswerOutcome.CANCELLED, AnswerOutcome.CANCELLED);
        assertThat(events.get(2).layers()).extracting(LayerAudit::name).containsExactly("kind");
        assertThat(events.get(2).hashes().correction()).isNull();
    }

    @Test
    void an_answer_in_parts_has_one_event_and_so_has_one_that_is_cancelled() {
        Cancellation cancellation = Cancellation.create();
        Aligner cancelling = Aligner.of(request -> {
            if (request.answer().equals("fool two")) {
                cancellation.cancel();
            }
            return request.answer().replace("fool", "friend");
        });
        AnswerCorrector corrector = new AnswerCorrector(stack(Layer.of("kind", cancelling)));
        AnswerPolicy json = AnswerPolicy.DEFAULT.withForm(AnswerPolicy.Form.VALUES);
        CorrectionContext context = CorrectionContext.DEFAULT.withCancellation(cancellation);

        corrector.correct(CorrectionRequest.of("why", "{\"a\": \"fool one\", \"b\": \"fool three\"}"), context, json);
        assertThat(only().outcome()).isEqualTo(AnswerOutcome.CORRECTED);
        assertThat(only().layers()).hasSize(1);

        events.clear();
        CorrectionRequest two = CorrectionRequest.of("why", "{\"a\": \"fool one\", \"b\": \"fool two\"}");
        assertThatThrownBy(() -> corrector.correct(two, context, json))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(only().outcome()).isEqualTo(AnswerOutcome.CANCELLED);
    }

    @Test
    void a_sink_that_throws_harms_no_answer() {
        AlignerStack stack = stack(
                AuditListener.builder(event -> {
                    throw new IllegalStateException("full");
                }),
                Layer.of("kind", KIND));

        assertThat(stack.correct(REQUEST).answer()).isEqualTo("you friend");
    }

    @Test
    void the_log_is_a_line_of_json_for_each_answer() throws IOException {
        AuditLog log = new AuditLog(folder.resolve("audit.jsonl"), Rotation.NONE);
        LayerGate gate = LayerGate.of((request, context) -> Detection.of("rude", 0.75), "rude", 0.5);
        stack(AuditListener.builder(log).texts(true), Layer.of("kind", KIND).withGate(gate))
                .correct(REQUEST);

        String line = Files.readString(folder.resolve("audit.jsonl"))
                .replaceFirst("\"id\":\"[0-9a-f-]{36}\"", "\"id\":\"…\"")
                .replaceAll("\"elapsedMs\":\\d+", "\"elapsedMs\":0")
                .replaceAll("sha256:[0-9a-f]{64}", "sha256:…");
        assertThat(line)
                .isEqualTo("{\"schemaVersion\":1,\"id\":\"…\",\"time\":\"2026-01-02T03:04:05Z\",\"chain\":\"support\","
                        + "\"outcome\":\"corrected\",\"elapsedMs\":0,\"layers\":[{\"name\":\"kind\",\"outcome\":\"corrected\","
                        + "\"mode\":\"enforce\",\"elapsedMs\":0,\"aligner\":{\"model\":\"aligner-7b\",\"modelHash\":\"sha256:1\","
                        + "\"template\":\"aligner-7b\"},\"editRatio\":0.6,\"detections\":[{\"label\":\"rude\",\"score\":0.75}]}],"
                        + "\"hashes\":{\"question\":\"sha256:…\",\"answer\":\"sha256:…\",\"correction\":\"sha256:…\"},"
                        + "\"texts\":{\"question\":\"why\",\"answer\":\"you fool\",\"correction\":\"you friend\"}}\n");
        assertThat(log.written()).isEqualTo(1);
        assertThat(log.lost()).isZero();
    }

    @Test
    void a_failed_call_is_logged_with_its_reason_and_without_a_correction() throws IOException {
        AuditLog log = new AuditLog(folder.resolve("audit.jsonl"), Rotation.NONE);
        assertThatThrownBy(() -> stack(AuditListener.builder(log), Layer.of("broken", BROKEN))
                        .correct(REQUEST))
                .isInstanceOf(LayerFailedException.class);

        assertThat(Files.readString(folder.resolve("audit.jsonl")))
                .contains("\"outcome\":\"failed\"", "\"reason\":\"the device is gone\"")
                .doesNotContain("correction", "texts", "fool");
    }

    private AuditEvent only() {
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private AlignerStack stack(Layer... layers) {
        return stack(AuditListener.builder(events::add), layers);
    }

    private static AlignerStack stack(AuditListener.Builder listener, Layer... layers) {
        AlignerStack.Builder builder = AlignerStack.builder("support")
                .listener(listener.clock(InstantSource.fixed(NOW)).build());
        List.of(layers).forEach(builder::layer);
        return builder.build();
    }
}
