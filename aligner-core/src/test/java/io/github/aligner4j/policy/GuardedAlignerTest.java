// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.policy;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.llm.CorrectionGuards;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("q", "It costs 12 dollars, you fool.");

    private static Aligner streaming(String... chunks) {
        return (request, context) -> {
            List.of(chunks).forEach(context::emit);
            return Correction.of(request.answer(), String.join("", chunks))
                    .withDetections(List.of(Detection.of("rude", 0.9)));
        };
    }

    private static GuardedAligner guarded(Aligner aligner) {
        return new GuardedAligner(aligner, List.of(CorrectionGuards.keepsNumbers()));
    }

    @Test
    void the_stream_is_held_back_until_the_guards_let_it_pass() {
        List<String> chunks = new ArrayList<>();
        CorrectionContext listening = CorrectionContext.DEFAULT.withListener(chunks::add);

        guarded(streaming("It costs ", "12 dollars.")).correct(REQUEST, listening);
        assertThat(chunks).containsExactly("It costs 12 dollars.");

        chunks.clear();
        assertThatThrownBy(() -> guarded(streaming("It costs ", "13 dollars.")).correct(REQUEST, listening))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessage("the correction was rejected: it changes numbers: the answer has 1, and the correction 1"
                        + " others")
                .satisfies(e -> assertThat(((AlignerException) e).detections()).hasSize(1));
        assertThat(chunks).isEmpty();
    }

    @Test
    void the_layers_policy_handles_a_rejected_correction() {
        Layer layer = Layer.of("numbers", guarded(streaming("It costs 13 dollars.")))
                .withFailurePolicy(FailurePolicy.failOpen());

        Correction correction = AlignerStack.builder("s").layer(layer).build().correct(REQUEST);

        assertThat(correction.answer()).isEqualTo(REQUEST.answer());
        assertThat(correction.layers().get(0).outcome()).isEqualTo(Outcome.FAILED_OPEN);
        assertThat(correction.layers().get(0).detections()).hasSize(1);
    }

    @Test
    @SuppressWarnings("NullAway") // guards written without null checks exist
    void a_guard_without_null_checks_is_named() {
        assertThatThrownBy(() ->
                        new GuardedAligner(streaming("a"), List.of((request, corrected) -> null)).correct(REQUEST))
                .hasMessage("a guard returned null; to let a correction pass, return Optional.empty()");
    }
}
