// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReportTest {

    private static final Detection GERMAN = new Detection("de", 0.9, new TokenUsage(3, 1), Duration.ofMillis(2));
    private static final Map<String, TokenUsage> PARTS =
            Map.of("feedback", new TokenUsage(10, 4), "edit", new TokenUsage(12, 5));

    private static Correction report(CorrectionRequest request) {
        return Correction.of(request.answer(), "better", new TokenUsage(25, 10), Duration.ZERO)
                .withDetections(List.of(GERMAN))
                .withUsageBreakdown(PARTS);
    }

    @Test
    void what_an_aligner_reports_is_in_the_trace_of_its_layer_and_counted_once() {
        Correction correction = AlignerStack.of("refine", (request, context) -> report(request))
                .correct(CorrectionRequest.of("q", "a"));

        LayerTrace trace = correction.layers().get(0);
        assertThat(trace.detections()).containsExactly(GERMAN);
        assertThat(trace.usageBreakdown()).isEqualTo(PARTS);
        assertThat(trace.usage()).isEqualTo(new TokenUsage(22, 9));
        assertThat(correction.usage()).isEqualTo(new TokenUsage(25, 10));
    }

    @Test
    void detections_of_gate_and_aligner_are_in_the_trace_in_this_order() {
        Detection harm = Detection.of("harm", 1);
        Layer layer = Layer.of("refine", (request, context) -> report(request))
                .withGate(LayerGate.of((request, context) -> harm, "harm", 0.5));

        Correction correction = AlignerStack.builder("s").layer(layer).build().correct(CorrectionRequest.of("q", "a"));

        assertThat(correction.layers().get(0).detections()).containsExactly(harm, GERMAN);
    }

    @Test
    void a_correction_of_a_prepared_text_keeps_its_report() {
        Aligner prepared = (request, context) -> report(request.withAnswer("another"));

        Correction correction =
                AlignerCall.correct(prepared, CorrectionRequest.of("q", "a"), CorrectionContext.DEFAULT);

        assertThat(correction.usageBreakdown()).isEqualTo(PARTS);
        assertThat(correction.detections()).containsExactly(GERMAN);
        assertThat(correction).isNotEqualTo(correction.withDetections(List.of()));
    }

    @Test
    void aspects_are_an_attribute_of_one_string_or_several() {
        CorrectionRequest request = CorrectionRequest.of("q", "a");

        assertThat(request.aspects()).isEmpty();
        assertThat(request.withAspects(List.of("humour", "be brief, and kind")).aspects())
                .containsExactly("humour", "be brief, and kind");
        assertThat(request.withAspects(List.of("humour")).withAspects(List.of()))
                .isEqualTo(request);
        assertThat(request.withAttributes(Map.of("aspects", "be brief, and kind"))
                        .aspects())
                .containsExactly("be brief, and kind");
        assertThatThrownBy(() -> request.withAttributes(Map.of("aspects", 7)).aspects())
                .hasMessage("the attribute 'aspects' must be a string or a collection of strings, but has a"
                        + " java.lang.Integer");
        assertThatThrownBy(() -> request.withAspects(List.of(" ")))
                .hasMessage("an aspect to improve must be a name or a sentence, but one is blank");
    }
}
