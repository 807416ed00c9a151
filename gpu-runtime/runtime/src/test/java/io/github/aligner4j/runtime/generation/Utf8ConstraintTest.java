// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.PromptTokenizer;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import io.github.aligner4j.runtime.model.Utf8Transitions;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.MarkovModel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A model that likes any byte behind any other writes whole characters all the same. */
class Utf8ConstraintTest {

    private static final int TOKENS = 258;
    private static final String PREDICTION = "使用 Java 17，é 😀";

    private final SequenceFactory sequences = new SequenceFactory(new KnownBytes(), Set.of(ByteTokenizer.END), 400, 1);

    static Stream<Arguments> requests() {
        SamplingParameters limited = SamplingParameters.GREEDY.withMaxNewTokens(60);
        return Stream.of(
                Arguments.of(limited, 0),
                Arguments.of(limited.withRepetitionPenalty(1.3), 0),
                Arguments.of(limited, 0.5),
                Arguments.of(limited.withTemperature(1).withSeed(5), 0),
                Arguments.of(limited.withTemperature(1.5).withTopK(3).withSeed(6), 0),
                Arguments.of(limited.withTemperature(1).withTopP(0.3).withSeed(7), 0));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void no_character_is_broken_and_drafts_change_nothing(SamplingParameters sampling, double copyBias) {
        CompletionRequest request = request().sampling(sampling).build();
        GenerationOptions options = GenerationOptions.DEFAULT.withCopyBias(copyBias);
        int ended = 0;
        for (int seed = 0; seed < 60; seed++) {
            GreedyModel model = new GreedyModel(seed);
            Generation plain = run(request, options.withDrafting(Drafting.NONE), model);
            Generation drafted = run(request, options.withDrafting(Drafting.RESIDUAL), model);

            assertThat(plain.completion().text()).doesNotContain("\uFFFD");
            assertThat(drafted.tokenIds()).isEqualTo(plain.tokenIds());
            assertThat(drafted.completion().text()).isEqualTo(plain.completion().text());
            ended += plain.completion().finishReason() == FinishReason.STOP ? 1 : 0;
        }
        assertThat(ended).isPositive();
    }

    @Test
    void no_cost_of_passes_changes_a_token() {
        CompletionRequest request = request()
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(60))
                .build();
        for (double copyBias : new double[] {0, 0.5}) {
            GenerationOptions options = GenerationOptions.DEFAULT.withCopyBias(copyBias);
            for (int seed = 0; seed < 20; seed++) {
                GreedyModel model = new GreedyModel(seed);
                List<Integer> plain =
                        run(request, options.withDrafting(Drafting.NONE), model).tokenIds();
                for (PassCost cost : List.of(
                        PassCost.linear(1, 0),
                        PassCost.linear(1, 5),
                        PassCost.linear(3, 0.3),
                        PassCost.CPU,
                        PassCost.GPU)) {
                    assertThat(run(sequences.withPasses(cost, 1), request, options, model)
                                    .tokenIds())
                            .isEqualTo(plain);
                }
            }
        }
    }

    @Test
    void no_logits_leave_the_device_where_the_model_copies_what_a_copy_constraint_would_raise() {
        CompletionRequest request = CompletionRequest.builder(Prompt.of("Say >"))
                .prediction("Hey, fox")
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(60))
                .build();
        GreedyModel model = GreedyModel.copying("Hey, fox");

        Generation generation = run(request, GenerationOptions.DEFAULT.withCopyBias(1), model);

        assertThat(generation.completion().text()).isEqualTo("Hey, fox");
        assertThat(model.asked).isZero();
    }

    @Test
    void logits_leave_the_device_only_where_the_best_token_would_break_a_character() {
        GreedyModel model = new GreedyModel(3);
        Generation generation = run(
                request()
                        .sampling(SamplingParameters.GREEDY.withMaxNewTokens(60))
                        .build(),
                Drafting.NONE,
                model);

        int tokens = generation.tokenIds().size();
        // A pass more for each, and no others.
        assertThat(model.asked).isPositive().isEqualTo(generation.forwardPasses() - tokens);
    }

    @Test
    void for_measurements_the_model_says_what_it_likes() {
        GreedyModel model = new GreedyModel(3);
        Generation generation = run(
                request()
                        .sampling(SamplingParameters.GREEDY.withMaxNewTokens(60))
                        .build(),
                GenerationOptions.IGNORE_END_OF_SEQUENCE.withDrafting(Drafting.NONE),
                model);

        assertThat(generation.completion().text()).contains("\uFFFD");
        assertThat(model.asked).isZero();
    }

    private static CompletionRequest.Builder request() {
        return CompletionRequest.builder(Prompt.of("Say >")).prediction(PREDICTION);
    }

    private Generation run(CompletionRequest request, Drafting drafting, CausalLanguageModel model) {
        return run(request, GenerationOptions.DEFAULT.withDrafting(drafting), model);
    }

    private Generation run(CompletionRequest request, GenerationOptions options, CausalLanguageModel model) {
        return run(sequences, request, options, model);
    }

    private static Generation run(
            SequenceFactory sequences,
            CompletionRequest request,
            GenerationOptions options,
            CausalLanguageModel model) {
        Sequence sequence = sequences.create(request, options);
        try (KeyValueCache cache = model.newCache(400, ModelVariant.BASE)) {
            while (!sequence.finished()) {
                SequenceStep step = sequence.next(cache.length(), 12);
                Scores scores = model.forward(List.of(step.segment(cache))).get(0);
                sequence.accept(step, scores, cache);
                assertThat(cache.length()).isEqualTo(sequence.length() - 1);
            }
        }
        return sequence.generation(CompletionTimings.NONE);
    }

    /** Each token has successors that it likes, whatever they are; counts whose logits it is asked for. */
    private static final class GreedyModel implements CausalLanguageModel {

        private final MarkovModel model;
        private int asked;

        private GreedyModel(double[][] probabilities) {
            this.model = new MarkovModel(probabilities);
        }

        /** Returns a model that copies a text with no byte twice, and then ends. */
        static GreedyModel copying(String text) {
            double[][] probabilities = new double[TOKENS][TOKENS];
            for (double[] row : probabilities) {
                Arrays.fill(row, 0.001);
            }
            int last = '>';
            for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
                probabilities[last][next & 0xFF] = 1;
                last = next & 0xFF;
            }
            probabilities[last][ByteTokenizer.END] = 1;
            return new GreedyModel(probabilities);
        }

        GreedyModel(long seed) {
            this(probabilities(seed));
        }

        private static double[][] probabilities(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            double[][] probabilities = new double[TOKENS][TOKENS];
            for (double[] row : probabilities) {
                for (int i = 0; i < TOKENS; i++) {
                    row[i] = random.nextDouble() * 0.001;
                }
                for (int liked = 0; liked < 6; liked++) {
                    row[liked == 0 ? ByteTokenizer.END : random.nextInt(TOKENS)] += random.nextDouble();
                }
            }
            return probabilities;
        }

        @Override
        public List<Scores> forward(List<Segment> segments) {
            return Stream.of(model.forward(segments).get(0)).map(this::watched).toList();
        }

        private Scores watched(Scores scores) {
            return new Scores() {
                @Override
                public int rows() {
                    return scores.rows();
                }

                @Override
                public int greedy(int row) {
                    return Probabilities.checkedArgmax(scores.logits(row));
                }

                @Override
                public float[] logits(int row) {
                    asked++;
                    return scores.logits(row);
                }
            };
        }

        @Override
        public int vocabularySize() {
            return TOKENS;
        }

        @Override
        public int contextTokens() {
            return model.contextTokens();
        }

        @Override
        public long cacheBytesPerToken() {
            return 1;
        }

        @Override
        public KeyValueCache newCache(int capacity, ModelVariant variant) {
            return model.newCache(capacity, variant);
        }

        @Override
        public void close() {}
    }

    /** Tells what its tokens are. */
    private static final class KnownBytes implements PromptTokenizer {

        private static final Utf8Transitions TRANSITIONS =
                Utf8Transitions.of(TOKENS, id -> id < ByteTokenizer.BEGIN ? new byte[] {(byte) id} : null);

        private final ByteTokenizer tokenizer = new ByteTokenizer();

        @Override
        public int[] encode(Prompt prompt) {
            return tokenizer.encode(prompt);
        }

        @Override
        public String decode(int[] tokenIds) {
            return tokenizer.decode(tokenIds);
        }

        @Override
        public int vocabularySize() {
            return TOKENS;
        }

        @Override
        public Utf8Transitions transitions() {
            return TRANSITIONS;
        }

        @Override
        public void close() {}
    }
}
