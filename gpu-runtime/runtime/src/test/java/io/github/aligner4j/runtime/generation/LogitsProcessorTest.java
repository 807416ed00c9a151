// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LogitsProcessorTest {

    private static final float GONE = Float.NEGATIVE_INFINITY;

    @Test
    void the_repetition_penalty_divides_positive_and_multiplies_negative_logits_of_seen_tokens() {
        float[] logits = {2f, -2f, 2f, -2f};

        new RepetitionPenalty(1.25f).process(logits, seen(0, 1));

        assertThat(logits).containsExactly(1.6f, -2.5f, 2f, -2f);
    }

    @Test
    void the_temperature_divides_each_logit() {
        float[] logits = {2f, -1f, 0f};

        new Temperature(0.5f).process(logits, seen());

        assertThat(logits).containsExactly(4f, -2f, 0f);
    }

    @Test
    void top_k_keeps_the_k_largest_logits() {
        float[] logits = {1f, 4f, 2f, 3f};

        new TopK(2).process(logits, seen());

        assertThat(logits).containsExactly(GONE, 4f, GONE, 3f);
    }

    @Test
    void top_k_keeps_all_that_equal_the_kth() {
        float[] logits = {3f, 4f, 3f, 1f};

        new TopK(2).process(logits, seen());

        assertThat(logits).containsExactly(3f, 4f, 3f, GONE);
    }

    @Test
    void top_k_above_the_vocabulary_keeps_everything() {
        float[] logits = {3f, 4f};

        new TopK(50).process(logits, seen());

        assertThat(logits).containsExactly(3f, 4f);
    }

    @Test
    void top_p_keeps_the_smallest_set_that_reaches_p() {
        float[] logits = logs(0.1, 0.4, 0.2, 0.3);

        new TopP(0.6).process(logits, seen());

        assertThat(logits).containsExactly(GONE, log(0.4), GONE, log(0.3));
    }

    @Test
    void top_p_keeps_the_token_that_crosses_p() {
        float[] logits = logs(0.1, 0.4, 0.2, 0.3);

        new TopP(0.71).process(logits, seen());

        assertThat(logits).containsExactly(GONE, log(0.4), log(0.2), log(0.3));
    }

    @Test
    void top_p_keeps_at_least_the_most_likely_token() {
        float[] logits = logs(0.1, 0.4, 0.2, 0.3);

        new TopP(1e-9).process(logits, seen());

        assertThat(logits).containsExactly(GONE, log(0.4), GONE, GONE);
    }

    @Test
    void top_p_orders_negative_and_positive_logits() {
        float[] logits = {-1f, 1f, -30f, 0.5f};

        new TopP(0.95).process(logits, seen());

        assertThat(logits).containsExactly(-1f, 1f, GONE, 0.5f);
    }

    @Test
    void softmax_gives_probabilities() {
        double[] probabilities = Probabilities.softmax(new float[] {1000f, 1000f, GONE});

        assertThat(probabilities).containsExactly(new double[] {0.5, 0.5, 0}, within(1e-12));
    }

    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = log(probabilities[id]);
        }
        return logits;
    }

    private static float log(double probability) {
        return (float) Math.log(probability);
    }

    private static BitSet seen(int... ids) {
        BitSet seen = new BitSet();
        for (int id : ids) {
            seen.set(id);
        }
        return seen;
    }
}
