package io.github.aligner4j.observation;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.TokenUsage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
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
}
