// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TokenSelectionTest {

    private static final int DRAWS = 20_000;
    private static final BitSet NOTHING = new BitSet();

    @Test
    void greedy_choice_takes_the_lowest_id_among_equals() {
        TokenSelection greedy = TokenSelection.of(SamplingParameters.GREEDY);

        assertThat(greedy.choose(new float[] {1f, 3f, 3f, 2f}, NOTHING)).isEqualTo(1);
    }

    @Test
    void greedy_choice_heeds_the_repetition_penalty() {
        TokenSelection greedy = TokenSelection.of(SamplingParameters.GREEDY.withRepetitionPenalty(2));

        assertThat(greedy.choose(new float[] {1f, 3f, 2f}, BitSet.valueOf(new long[] {0b010})))
                .isEqualTo(2);
    }

    @Test
    void tokens_are_drawn_as_often_as_they_are_likely() {
        double[] frequencies = frequencies(SamplingParameters.GREEDY.withTemperature(1), 0.5, 0.3, 0.15, 0.05);

        // Four standard deviations of a binomial frequency of 20,000 draws are at most 0.0142.
        assertThat(frequencies).containsExactly(new double[] {0.5, 0.3, 0.15, 0.05}, within(0.0142));
    }

    @Test
    void temperature_comes_before_top_k_and_top_p() {
        SamplingParameters parameters =
                SamplingParameters.GREEDY.withTemperature(0.5).withTopK(3).withTopP(0.9);

        // Squared and renormalised: 0.685, 0.247, 0.062, 0.007; top-k takes the last one, top-p the third.
        assertThat(frequencies(parameters, 0.5, 0.3, 0.15, 0.05))
                .containsExactly(new double[] {0.735, 0.265, 0, 0}, within(0.0142));
    }

    @Test
    void a_seed_repeats_the_draws_and_another_seed_does_not() {
        assertThat(draws(1)).isEqualTo(draws(1)).isNotEqualTo(draws(2));
    }

    @Test
    void likelihood_is_the_models_own_whatever_processors_make_of_it() {
        TokenSelection scored =
                TokenSelection.of(SamplingParameters.GREEDY.withRepetitionPenalty(2), null, Scoring.ofSequence());
        TokenSelection forced = TokenSelection.forced(List.of(1, 0), Scoring.ofSequence());

        // The penalty makes the second choice the best.
        scored.choose(logs(0.7, 0.3), BitSet.valueOf(new long[] {0b01}));
        scored.choose(logs(0.2, 0.8), NOTHING);
        forced.choose(logs(0.7, 0.3), NOTHING);
        forced.choose(logs(0.5, 0.5), NOTHING);

        assertThat(scored.scoring().logLikelihood().orElseThrow()).isCloseTo(Math.log(0.3 * 0.8), within(1e-6));
        assertThat(forced.scoring().logLikelihood().orElseThrow()).isCloseTo(Math.log(0.3 * 0.5), within(1e-6));
        assertThat(TokenSelection.of(SamplingParameters.GREEDY).scoring().logLikelihood())
                .isEmpty();
    }

    @Test
    void log_probabilities_are_the_models_own_whatever_processors_make_of_them() {
        SamplingParameters parameters =
                SamplingParameters.GREEDY.withTemperature(0.1).withTopK(1).withRepetitionPenalty(9);
        TokenSelection selection =
                TokenSelection.of(parameters, null, Scoring.of(false, 2, Map.of(), new ByteTokenizer()));

        float[] logits = new float[258];
        Arrays.fill(logits, -100);
        logits['a'] = (float) Math.log(0.5);
        logits['b'] = (float) Math.log(0.375);
        logits[ByteTokenizer.END] = (float) Math.log(0.125);
        selection.choose(logits, BitSet.valueOf(new long[] {0, 1L << ('a' - 64)}));

        TokenLogprobs chosen = selection.scoring().logprobs().get(0);
        assertThat(chosen.token()).isEqualTo("b");
        assertThat(chosen.logprob()).isCloseTo(Math.log(0.375), within(1e-6));
        assertThat(chosen.top()).extracting(Alternative::token).containsExactly("a", "b");
        assertThat(chosen.top().get(0).logprob()).isCloseTo(Math.log(0.5), within(1e-6));
        assertThat(selection.scoring().logLikelihood()).isEmpty();
    }

    @Test
    void the_most_likely_tokens_are_sorted_and_equals_keep_the_order_of_their_ids() {
        float[] logits = {1, 5, 3, 5, 3, Float.NEGATIVE_INFINITY, 3};

        assertThat(Scoring.largest(logits, 4)).containsExactly(1, 3, 2, 4);
        assertThat(Scoring.largest(logits, 1)).containsExactly(1);
        assertThat(Scoring.largest(logits, 20)).containsExactly(1, 3, 2, 4, 6, 0, 5);
    }

    @Test
    void logits_that_are_no_numbers_are_an_error_not_a_token() {
        TokenSelection greedy = TokenSelection.of(SamplingParameters.GREEDY);

        assertThatThrownBy(() -> greedy.choose(new float[] {1f, Float.NaN}, NOTHING))
                .hasMessageContaining("the logit of token 1 is not a number")
                .hasMessageContaining("try float32");
        assertThatThrownBy(() -> greedy.choose(new float[] {1f, Float.POSITIVE_INFINITY}, NOTHING))
                .hasMessageContaining("the largest logit is Infinity");
    }

    private static double[] frequencies(SamplingParameters parameters, double... probabilities) {
        TokenSelection selection = TokenSelection.of(parameters.withSeed(42));
        double[] frequencies = new double[probabilities.length];
        for (int draw = 0; draw < DRAWS; draw++) {
            frequencies[selection.choose(logits(probabilities), NOTHING)] += 1.0 / DRAWS;
        }
        return frequencies;
    }

    private static String draws(long seed) {
        TokenSelection selection =
                TokenSelection.of(SamplingParameters.GREEDY.withTemperature(1).withSeed(seed));
        StringBuilder draws = new StringBuilder();
        for (int draw = 0; draw < 64; draw++) {
            draws.append(selection.choose(logits(0.25, 0.25, 0.25, 0.25), NOTHING));
        }
        return draws.toString();
    }

    private static float[] logits(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) Math.log(probabilities[id]);
        }
        return logits;
    }

    /** Logits of these probabilities, far from normalised. */
    private static float[] logs(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]) + 5;
        }
        return logits;
    }
}
