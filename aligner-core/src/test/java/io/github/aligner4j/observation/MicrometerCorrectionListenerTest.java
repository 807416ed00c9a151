// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.TokenUsage;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerCorrectionListenerTest {

    @Test
    void each_layer_is_timed_by_outcome_and_its_tokens_and_edits_are_counted() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AlignerStack stack = AlignerStack.builder("support")
                .layer(
                        "kind",
                        (request, context) ->
                                Correction.of("you fool", "you all", new TokenUsage(9, 4), Duration.ofMillis(3)))
                .layer(Layer.of("broken", (request, context) -> {
                            throw new AlignerException("gone");
                        })
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .listener(new MicrometerCorrectionListener(registry))
                .build();
        stack.correct(CorrectionRequest.of("q", "you fool"));
        stack.correct(CorrectionRequest.of("q", "you fool"));

        assertThat(registry.get("aligner.layer")
                        .tags("chain", "support", "layer", "kind", "outcome", "corrected")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("aligner.layer")
                        .tags("layer", "broken", "outcome", "failed_open")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("aligner.tokens")
                        .tags("type", "prompt")
                        .counter()
                        .count())
                .isEqualTo(18);
        assertThat(registry.get("aligner.tokens")
                        .tags("type", "completion")
                        .counter()
                        .count())
                .isEqualTo(8);
        assertThat(registry.get("aligner.edit.ratio").summary().max()).isEqualTo(0.5);
    }

    @Test
    void detections_are_measured_by_label_whether_their_layer_applies_or_not() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Detector detector = (request, context) -> new Detection(
                request.answer().contains("fool") ? "rude" : "civil", 0.8, new TokenUsage(5, 1), Duration.ofMillis(7));
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("kind", Aligner.of(request -> "you all")).withGate(LayerGate.of(detector, "rude", 0.5)))
                .listener(new MicrometerCorrectionListener(registry))
                .build();
        stack.correct(CorrectionRequest.of("q", "you fool"));
        stack.correct(CorrectionRequest.of("q", "you all"));

        for (String label : List.of("rude", "civil")) {
            Tags tags = Tags.of("chain", "support", "layer", "kind", "label", label);
            assertThat(registry.get("aligner.detection").tags(tags).timer().totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(7);
            assertThat(registry.get("aligner.detection.score")
                            .tags(tags)
                            .summary()
                            .max())
                    .isEqualTo(0.8);
        }
        assertThat(registry.get("aligner.tokens")
                        .tags("type", "prompt")
                        .counter()
                        .count())
                .isEqualTo(10);
    }
}
