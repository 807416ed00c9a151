// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.observation.MicrometerCorrectionListener;
import io.github.aligner4j.windowed.WindowedAligner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContextUseTest {

    private static final List<String> CONTEXT = List.of("It is \"old\".", "It is long.", "It is red.");
    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("Why?", "One sentence. Another one.").withContext(CONTEXT);
    private static final ContextUse USE = new ContextUse(3, 1, true);

    private final List<CorrectionRequest> seen = new ArrayList<>();

    private final Aligner aligner = (request, context) -> {
        seen.add(request);
        return Correction.of(request.answer(), request.answer()).withContextUse(USE);
    };

    @Test
    void the_trace_of_a_layer_tells_how_many_passages_were_dropped() {
        Correction correction = stack(CorrectionListener.NONE).correct(REQUEST);

        assertThat(correction.layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.contextUse()).isEqualTo(USE));
        assertThat(correction.contextUse()).isEqualTo(ContextUse.NONE);
    }

    @Test
    void metrics_count_passages_that_were_read_shortened_and_dropped() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        stack(new MicrometerCorrectionListener(registry)).correct(REQUEST);

        assertThat(passages(registry, "read")).isEqualTo(1);
        assertThat(passages(registry, "shortened")).isEqualTo(1);
        assertThat(passages(registry, "dropped")).isEqualTo(1);
    }

    @Test
    void recordings_hold_the_passages_and_the_use_made_of_them(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("corrections.jsonl");
        stack(new CorrectionRecorder(file)).correct(REQUEST);
        stack(new CorrectionRecorder(file)).correct(REQUEST.withContext(List.of()));

        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .contains(
                        "\"context\":[\"It is \\\"old\\\".\",\"It is long.\",\"It is red.\"],\"question\"",
                        "\"contextUse\":{\"passages\":3,\"dropped\":1,\"shortened\":true}");
        assertThat(lines.get(1)).doesNotContain("\"context\":");
    }

    @Test
    void a_cached_correction_keeps_its_use_and_belongs_to_its_passages() {
        CachingAligner cached = CachingAligner.of(aligner, 10, Duration.ofHours(1));
        cached.correct(REQUEST);
        Correction again = cached.correct(REQUEST);
        cached.correct(REQUEST.withContext(List.of("It is new.")));

        assertThat(again.contextUse()).isEqualTo(USE);
        assertThat(seen).hasSize(2);
    }

    @Test
    void every_window_of_a_long_answer_is_corrected_with_all_passages() {
        Correction correction = new WindowedAligner(aligner, 15, 0).correct(REQUEST);

        assertThat(seen).hasSize(2).allMatch(request -> request.context().equals(CONTEXT));
        assertThat(correction.contextUse()).isEqualTo(USE);
    }

    @Test
    void every_string_of_json_is_corrected_with_all_passages() {
        Correction correction = new AnswerCorrector(aligner)
                .correct(
                        REQUEST.withAnswer("{\"a\": \"One sentence.\", \"b\": \"Another one.\"}"),
                        CorrectionContext.DEFAULT,
                        AnswerPolicy.DEFAULT);

        assertThat(seen).hasSize(2).allMatch(request -> request.context().equals(CONTEXT));
        assertThat(correction.contextUse()).isEqualTo(USE);
    }

    @Test
    void a_gate_skips_a_layer_when_no_passages_were_retrieved() {
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("grounded", aligner).withGate(LayerGate.WITH_CONTEXT))
                .build();

        assertThat(stack.correct(REQUEST).layers())
                .extracting(LayerTrace::outcome)
                .containsExactly(Outcome.UNCHANGED);
        assertThat(stack.correct(REQUEST.withContext(List.of(" "))).layers())
                .singleElement()
                .satisfies(layer -> {
                    assertThat(layer.outcome()).isEqualTo(Outcome.SKIPPED);
                    assertThat(layer.detail()).isEqualTo("no passages were retrieved for the question");
                });
        assertThat(seen).hasSize(1);
    }

    @Test
    void corrections_with_another_use_of_the_context_differ() {
        Correction correction = Correction.of("a", "b");

        assertThat(correction.withContextUse(USE))
                .isNotEqualTo(correction)
                .hasSameHashCodeAs(correction.withContextUse(USE));
        assertThat(correction.withContextUse(USE).withLayers(List.of()).contextUse())
                .isEqualTo(USE);
    }

    @Test
    void no_more_passages_can_be_dropped_than_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContextUse(2, 3, false))
                .withMessage("the dropped passages must be 0 to all 2, but were 3");
    }

    private AlignerStack stack(CorrectionListener listener) {
        return AlignerStack.builder("support")
                .layer("grounded", aligner)
                .listener(listener)
                .build();
    }

    private static double passages(SimpleMeterRegistry registry, String use) {
        return registry.get("aligner.context.passages")
                .tags("chain", "support", "layer", "grounded", "use", use)
                .counter()
                .count();
    }
}
