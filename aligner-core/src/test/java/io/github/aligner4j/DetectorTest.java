// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DetectorTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final CorrectionRequest CIVIL = CorrectionRequest.of("Why?", "Because.");

    private final Detector detector = (request, context) -> new Detection(
            request.answer().contains("fool") ? "rude" : "civil", 0.75, new TokenUsage(7, 1), Duration.ofMillis(3));
    private final Aligner kind = (request, context) -> Correction.of(
            request.answer(), request.answer().replace("fool", "friend"), new TokenUsage(4, 2), Duration.ZERO);

    @Test
    void a_layer_applies_to_the_label_it_corrects_and_its_trace_has_the_detection() {
        Correction correction = stack("rude", 0.75).correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Because, you friend.");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(11, 3));
        assertThat(correction.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.outcome()).isEqualTo(LayerTrace.Outcome.CORRECTED);
            assertThat(layer.usage()).isEqualTo(new TokenUsage(4, 2));
            assertThat(layer.detections())
                    .containsExactly(new Detection("rude", 0.75, new TokenUsage(7, 1), Duration.ofMillis(3)));
        });
    }

    @Test
    void the_trace_has_the_detections_of_an_Aligner_that_detects_by_itself_and_counts_their_tokens_once() {
        Detection found = new Detection("rude", 0.9, new TokenUsage(7, 1), Duration.ofMillis(3));
        Aligner twoSteps =
                (request, context) -> Correction.of(request.answer(), "Because.", new TokenUsage(11, 3), Duration.ZERO)
                        .withDetections(List.of(found));
        Correction correction = AlignerStack.of("two-steps", twoSteps).correct(RUDE);

        assertThat(correction.usage()).isEqualTo(new TokenUsage(11, 3));
        assertThat(correction.detections()).isEmpty();
        assertThat(correction.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.usage()).isEqualTo(new TokenUsage(4, 2));
            assertThat(layer.detections()).containsExactly(found);
        });
    }

    @Test
    void detections_before_a_failure_are_in_the_trace_and_their_tokens_count() {
        Detection found = new Detection("rude", 0.9, new TokenUsage(7, 1), Duration.ofMillis(3));
        Aligner failing = (request, context) -> {
            AlignerException failure = new AlignerException("no correction");
            failure.addDetections(List.of(found));
            throw failure;
        };
        Correction correction = AlignerStack.builder("s")
                .layer(Layer.of("two-steps", failing).withFailurePolicy(FailurePolicy.failOpen()))
                .build()
                .correct(RUDE);

        assertThat(correction.usage()).isEqualTo(new TokenUsage(7, 1));
        assertThat(correction.layers().get(0).detections()).containsExactly(found);
    }

    @Test
    void a_windowed_answer_has_the_detections_of_all_its_windows() {
        Aligner detecting = (request, context) -> Correction.of(request.answer(), request.answer())
                .withDetections(List.of(Detection.of("rude", request.answer().contains("fool") ? 1 : 0)));
        Aligner windowed = new WindowedAligner(detecting, 24, 100);

        assertThat(windowed.correct(CorrectionRequest.of("Why?", "Because, you fool. Ask again tomorrow."))
                        .detections())
                .extracting(Detection::score)
                .containsExactly(1.0, 0.0);
    }

    @Test
    void other_labels_and_lower_scores_skip_it_with_the_numbers() {
        assertSkipped(
                stack("rude", 0.5),
                CIVIL,
                "detected civil (score 0.750), and the layer corrects rude from score" + " 0.500 on");
        assertSkipped(
                stack("rude", 0.9),
                RUDE,
                "detected rude (score 0.750), and the layer corrects rude from score" + " 0.900 on");
    }

    private static void assertSkipped(AlignerStack stack, CorrectionRequest request, String reason) {
        Correction correction = stack.correct(request);
        assertThat(correction.changed()).isFalse();
        assertThat(correction.usage()).isEqualTo(new TokenUsage(7, 1));
        assertThat(correction.layers()).singleElement().satisfies(layer -> {
            assertThat(layer.outcome()).isEqualTo(LayerTrace.Outcome.SKIPPED);
            assertThat(layer.detail()).isEqualTo(reason);
            assertThat(layer.detections()).hasSize(1);
        });
    }

    @Test
    void a_detector_that_fails_is_the_failure_of_its_layer() {
        Detector broken = (request, context) -> {
            throw new IllegalStateException("no classifier");
        };
        AlignerStack open = AlignerStack.builder("s")
                .layer(Layer.of("kind", kind)
                        .withGate(LayerGate.of(broken, "rude", 0.5))
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .build();

        assertThat(open.correct(RUDE).layers().get(0).outcome()).isEqualTo(LayerTrace.Outcome.FAILED_OPEN);
        assertThatThrownBy(() -> stack(broken).correct(RUDE)).isInstanceOf(LayerFailedException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // that is what is tried
    void a_detector_that_returns_null_says_so() {
        assertThatThrownBy(() -> stack((request, context) -> null).correct(RUDE))
                .hasMessageContaining("the detector returned null; it must return a detection or throw");
    }

    @Test
    void a_layer_that_fails_keeps_its_detection() {
        List<LayerEvent> events = new ArrayList<>();
        AlignerStack stack = AlignerStack.builder("s")
                .layer(Layer.of("broken", (request, context) -> {
                            throw new AlignerException("gone");
                        })
                        .withGate(LayerGate.of(detector, "rude", 0.5)))
                .listener((name, request, event) -> events.add(event))
                .build();

        assertThatThrownBy(() -> stack.correct(RUDE)).isInstanceOf(LayerFailedException.class);
        assertThat(events.get(0).trace().detections()).hasSize(1);
    }

    @Test
    void a_detector_sees_the_answer_of_the_layer_before_and_a_call_that_can_be_cancelled() {
        Cancellation cancellation = Cancellation.create();
        List<String> answers = new ArrayList<>();
        Detector cancelling = (request, context) -> {
            answers.add(request.answer());
            assertThat(context.isStreaming()).isFalse();
            cancellation.cancel();
            context.cancellation().throwIfCancelled();
            return Detection.of("rude", 1);
        };
        AlignerStack stack = AlignerStack.builder("s")
                .layer("kind", kind)
                .layer(Layer.of("gated", kind).withGate(LayerGate.of(cancelling, "rude", 0.5)))
                .build();

        assertThatThrownBy(() -> stack.correct(
                        RUDE,
                        CorrectionContext.DEFAULT.withCancellation(cancellation).withListener(chunk -> {})))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(answers).containsExactly("Because, you friend.");
    }

    @Test
    void labels_scores_and_thresholds_are_checked() {
        assertThatThrownBy(() -> Detection.of(" ", 1)).hasMessage("a detection needs a label, but it is blank");
        assertThatThrownBy(() -> Detection.of("rude", Double.NaN))
                .hasMessage("a detection's score must be between 0 and 1, but was NaN");
        assertThatThrownBy(() -> LayerGate.of(detector, "", 1))
                .hasMessage("a gate needs the label that its layer corrects, but it is blank");
        assertThatThrownBy(() -> LayerGate.of(detector, "rude", 1.5))
                .hasMessage("a gate's threshold must be between 0 and 1, but was 1.5");
    }

    private AlignerStack stack(String label, double threshold) {
        return AlignerStack.builder("s")
                .layer(Layer.of("kind", kind).withGate(LayerGate.of(detector, label, threshold)))
                .build();
    }

    private AlignerStack stack(Detector detector) {
        return AlignerStack.builder("s")
                .layer(Layer.of("kind", kind).withGate(LayerGate.of(detector, "rude", 0.5)))
                .build();
    }
}
