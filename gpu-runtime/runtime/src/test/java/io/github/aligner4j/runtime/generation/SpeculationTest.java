// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.drafting.DraftSource;
import io.github.aligner4j.runtime.drafting.DraftTree;
import io.github.aligner4j.runtime.drafting.Drafter;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.MarkovModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Drafts, however good or bad, must change neither greedy nor sampled text, nor the probability of any text. */
class SpeculationTest {

    private static final double[][] PROBABILITIES = {
        {0.10, 0.60, 0.25, 0.05}, {0.40, 0.10, 0.10, 0.40}, {0.05, 0.05, 0.80, 0.10}, {0.25, 0.25, 0.25, 0.25}
    };
    private static final int[] PROMPT = {0, 3, 1};

    private final MarkovModel model = new MarkovModel(PROBABILITIES);

    @ParameterizedTest
    @ValueSource(doubles = {1.0, 0.7, 1.5})
    void with_a_seed_the_sampled_tokens_are_those_of_plain_decoding(double temperature) {
        for (int seed = 0; seed < 300; seed++) {
            SamplingParameters sampling = SamplingParameters.GREEDY
                    .withTemperature(temperature)
                    .withRepetitionPenalty(seed % 3 == 0 ? 1.3 : 1.0)
                    .withTopP(seed % 2 == 0 ? 0.9 : 1.0)
                    .withSeed(seed);
            List<Integer> plain = run(sampling, none(), 40).tokenIds();
            Generation drafted = run(sampling, new RandomTrees(seed), 40);
            assertThat(drafted.tokenIds()).isEqualTo(plain);
            assertThat(drafted.forwardPasses()).isLessThan(40);
        }
    }

    @Test
    void greedy_tokens_with_repetition_penalty_are_those_of_plain_decoding() {
        SamplingParameters sampling = SamplingParameters.GREEDY.withRepetitionPenalty(1.4);
        List<Integer> plain = run(sampling, none(), 60).tokenIds();
        for (int seed = 0; seed < 100; seed++) {
            assertThat(run(sampling, new RandomTrees(seed), 60).tokenIds()).isEqualTo(plain);
        }
    }

    /** Chi-square over all 64 continuations of three tokens; 63 degrees of freedom, 103.4 is the 0.1 % point. */
    @Test
    void the_distribution_of_sampled_texts_is_the_models() {
        int draws = 40_000;
        Map<List<Integer>, Integer> counts = new HashMap<>();
        for (int seed = 0; seed < draws; seed++) {
            SamplingParameters sampling =
                    SamplingParameters.GREEDY.withTemperature(1).withSeed(1_000_003L * seed);
            counts.merge(run(sampling, new RandomTrees(seed), 3).tokenIds(), 1, Integer::sum);
        }
        double chiSquare = 0;
        for (int text = 0; text < 64; text++) {
            List<Integer> tokens = List.of(text / 16, text / 4 % 4, text % 4);
            double expected = draws * probability(tokens);
            chiSquare += Math.pow(counts.getOrDefault(tokens, 0) - expected, 2) / expected;
        }
        assertThat(chiSquare).isLessThan(103.4);
    }

    @Test
    void drafts_are_counted() {
        SamplingParameters sampling =
                SamplingParameters.GREEDY.withTemperature(1).withSeed(5);
        Generation generation = run(sampling, new RandomTrees(1), 40);

        assertThat(generation.drafts().acceptedTokens()).isEqualTo(40 - generation.forwardPasses());
        assertThat(generation.drafts().draftedTokens())
                .isGreaterThan(generation.drafts().acceptedTokens());
    }

    private static double probability(List<Integer> tokens) {
        double probability = 1;
        int last = PROMPT[PROMPT.length - 1];
        for (int token : tokens) {
            probability *= PROBABILITIES[last][token];
            last = token;
        }
        return probability;
    }

    private Generation run(SamplingParameters sampling, Drafter drafter, int tokens) {
        StoppingCriteria criteria = new StoppingCriteria(Set.of(), tokens);
        Decoding decoding = new Decoding(TokenSelection.of(sampling), criteria, drafter, 1 + tokens % 4);
        CompletionText text = new CompletionText(new ByteTokenizer(), List.of());
        Sequence sequence = new Sequence(PROMPT, ModelVariant.BASE, decoding, text);
        return finish(sequence, model);
    }

    private static Generation finish(Sequence sequence, CausalLanguageModel model) {
        try (KeyValueCache cache = model.newCache(200, ModelVariant.BASE)) {
            while (!sequence.finished()) {
                SequenceStep step = sequence.next(cache.length(), 12);
                Scores scores = model.forward(List.of(step.segment(cache))).get(0);
                sequence.accept(step, scores, cache);
                assertThat(cache.length()).isEqualTo(sequence.length() - 1);
            }
        }
        return sequence.generation(CompletionTimings.NONE);
    }

    private static Drafter none() {
        return Drafting.NONE.drafter(new DraftSource(PROMPT, new int[0]));
    }

    /** Guesses at random: chains, bushes, many siblings, sometimes nothing. */
    private static final class RandomTrees implements Drafter {

        private final SplittableRandom random;

        RandomTrees(long seed) {
            this.random = new SplittableRandom(seed);
        }

        @Override
        public DraftTree draft(int mostTokens) {
            List<Integer> tokens = new ArrayList<>();
            List<Integer> parents = new ArrayList<>();
            Set<List<Integer>> siblings = new HashSet<>();
            int wanted = random.nextInt(mostTokens + 1);
            for (int i = 0; i < wanted; i++) {
                int parent = random.nextInt(-1, tokens.size());
                int token = random.nextInt(PROBABILITIES.length);
                if (siblings.add(List.of(parent, token))) {
                    tokens.add(token);
                    parents.add(parent);
                }
            }
            return new DraftTree(array(tokens), array(parents));
        }

        @Override
        public void accepted(DraftTree draft, int[] tokens) {
            assertThat(tokens).isNotEmpty();
        }

        private static int[] array(List<Integer> values) {
            return values.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
