// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TimedLanguageModelTest {

    private static final int CONTEXT = 512;

    private final ScriptedCausalLanguageModel scripted = new ScriptedCausalLanguageModel("", CONTEXT);
    private final TimedLanguageModel model = new TimedLanguageModel(scripted, PassCost.GPU, this::now);
    private long now;
    private long passTime;
    private boolean begun;

    @Test
    void the_usual_cost_holds_until_one_token_is_timed() {
        pass(8_000, 64, 64);

        assertThat(model.cost()).isEqualTo(PassCost.GPU);
    }

    @Test
    void the_shortest_times_so_far_count() {
        pass(9_000, 1, 1);
        pass(18_000, 64, 64);
        assertThat(model.cost().time(64)).isEqualTo(2);

        pass(1_000, 1, 1);
        pass(4_000, 64, 64);
        pass(50_000, 64, 64);
        assertThat(model.cost().time(64)).isEqualTo(4);
    }

    @Test
    void passes_over_prompts_and_over_several_sequences_do_not_count() {
        pass(1_000, 1, 1);
        pass(4_000, 64, 64);

        pass(2_000, 64, 1);
        two(2_000, 64);

        assertThat(model.cost().time(64)).isEqualTo(4, within(1e-9));
    }

    private long now() {
        now += begun ? passTime : 0;
        begun = !begun;
        return now;
    }

    private void pass(long nanos, int tokens, int scored) {
        passTime = nanos;
        try (KeyValueCache cache = model.newCache(CONTEXT, ModelVariant.BASE)) {
            model.forward(List.of(Segment.chain(new int[tokens], scored, false, cache)));
        }
    }

    private void two(long nanos, int tokens) {
        passTime = nanos;
        try (KeyValueCache first = model.newCache(CONTEXT, ModelVariant.BASE);
                KeyValueCache second = model.newCache(CONTEXT, ModelVariant.BASE)) {
            List<Segment> segments = new ArrayList<>();
            segments.add(Segment.chain(new int[tokens], tokens, false, first));
            segments.add(Segment.chain(new int[1], 1, false, second));
            model.forward(segments);
        }
    }
}
