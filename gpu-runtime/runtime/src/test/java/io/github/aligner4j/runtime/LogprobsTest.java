// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Log probabilities of a golden checkpoint's completions, in float32. */
class LogprobsTest {

    private static final int TOKENS = 24;
    private static final int TOP = 5;
    private static final double ROUNDING = 1e-3;

    @TempDir
    private static Path folder;

    private static GoldenCheckpoint golden;
    private static TorchCompletionModel model;

    @BeforeAll
    static void open() {
        golden = GoldenCheckpoint.unpack("granite", folder);
        model = TorchCompletionModel.builder(ModelSource.folder(golden.folder()))
                .options(RuntimeOptions.DEFAULT.withDtype("float32"))
                .open();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void the_first_position_has_the_log_softmax_of_the_logits_of_transformers() {
        for (GoldenRow row : golden.rows()) {
            List<Float> logits = row.lastLogits();
            double total = Math.log(logits.stream().mapToDouble(Math::exp).sum());
            List<Double> expected = logits.stream()
                    .sorted(Comparator.reverseOrder())
                    .limit(TOP)
                    .map(logit -> logit - total)
                    .toList();

            TokenLogprobs first = complete(request(row)).logprobs().get(0);

            assertThat(first.top()).hasSize(TOP);
            for (int i = 0; i < TOP; i++) {
                assertThat(first.top().get(i).logprob()).isCloseTo(expected.get(i), within(ROUNDING));
            }
            assertThat(first.top().get(0)).isEqualTo(new Alternative(first.token(), first.logprob()));
        }
    }

    @Test
    void each_token_has_its_own_and_their_sum_is_the_log_likelihood() {
        for (GoldenRow row : golden.rows()) {
            Generation generation =
                    model.generate(request(row).build(), GenerationOptions.IGNORE_END_OF_SEQUENCE.withScores());
            List<TokenLogprobs> logprobs = generation.completion().logprobs();

            assertThat(generation.tokenIds()).isEqualTo(row.greedyIds().subList(0, TOKENS));
            assertThat(logprobs).hasSize(TOKENS);
            assertThat(logprobs.stream().mapToDouble(TokenLogprobs::logprob).sum())
                    .isCloseTo(generation.logLikelihood().orElseThrow(), within(1e-9));
        }
    }

    @Test
    void drafts_streaming_and_other_requests_change_nothing() throws Exception {
        List<Completion> plain =
                golden.rows().stream().map(row -> complete(request(row))).toList();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Completion>> together = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                int at = i % plain.size();
                together.add(callers.submit(() -> complete(request(golden.rows().get(at))
                        .prediction(plain.get(at).text() + " the answer")
                        .listener(text -> {}))));
            }
            for (int i = 0; i < 16; i++) {
                requireSame(
                        together.get(i).get().logprobs(),
                        plain.get(i % plain.size()).logprobs());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_seed_repeats_sampled_tokens_and_their_log_probabilities_are_those_before_the_temperature() {
        SamplingParameters sampled =
                SamplingParameters.GREEDY.withTemperature(0.7).withSeed(11).withMaxNewTokens(TOKENS);
        GoldenRow row = golden.rows().get(1);
        Completion once = complete(request(row).sampling(sampled));
        Completion again = complete(request(row).sampling(sampled));

        assertThat(again.text()).isEqualTo(once.text());
        requireSame(again.logprobs(), once.logprobs());
        TokenLogprobs greedy = complete(request(row)).logprobs().get(0);
        requireSame(once.logprobs().get(0).top(), greedy.top());
    }

    @Test
    void a_request_that_asks_for_none_gets_none() {
        assertThat(complete(request(golden.rows().get(0)).topLogprobs(0)).logprobs())
                .isEmpty();
    }

    @Test
    void a_token_that_ends_the_text_is_named() {
        SamplingParameters flat = SamplingParameters.GREEDY.withTemperature(50).withMaxNewTokens(400);
        List<Completion> ended = IntStream.range(0, 40)
                .mapToObj(seed -> complete(request(golden.rows().get(0)).sampling(flat.withSeed(seed))))
                .filter(completion -> completion.usage().completionTokens() < 400)
                .toList();

        assertThat(ended)
                .isNotEmpty()
                .allSatisfy(completion -> assertThat(completion.logprobs())
                        .hasSize(completion.usage().completionTokens())
                        .last()
                        .extracting(TokenLogprobs::token)
                        .isEqualTo("<|end_of_text|>"));
    }

    @Test
    void a_prediction_has_the_log_likelihood_of_its_tokens_and_the_end() {
        List<CompletionRequest> requests = new ArrayList<>();
        List<Double> expected = new ArrayList<>();
        for (GoldenRow row : golden.rows()) {
            CompletionRequest request = CompletionRequest.builder(Prompt.of(row.prompt()))
                    .prediction(" the,")
                    .build();
            List<Integer> tokens = model.completionTokens(request.prompt(), request.prediction());
            requests.add(request);
            expected.add(model.generate(
                            request,
                            GenerationOptions.DEFAULT.withForced(tokens).withScores())
                    .logLikelihood()
                    .orElseThrow());
        }

        List<OptionalDouble> together = model.logprobs(requests);

        assertThat(together).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(together.get(i).orElseThrow()).isCloseTo(expected.get(i), within(ROUNDING));
            double first = complete(request(golden.rows().get(i)).candidates(List.of(" the")))
                    .logprobs()
                    .get(0)
                    .candidates()
                    .get(0)
                    .logprob();
            assertThat(expected.get(i)).isLessThan(first);
        }
    }

    @Test
    void no_prediction_has_no_likelihood() {
        assertThat(model.logprobs(List.of(
                        CompletionRequest.builder(Prompt.of("a")).build(),
                        CompletionRequest.builder(Prompt.of("a"))
                                .prediction(" b")
                                .build())))
                .extracting(OptionalDouble::isPresent)
                .containsExactly(false, true);
    }

    private static void requireSame(List<?> logprobs, List<?> expected) {
        assertThat(logprobs)
                .usingRecursiveComparison()
                .withComparatorForType(
                        (one, other) -> Math.abs(one - other) < ROUNDING ? 0 : Double.compare(one, other), Double.class)
                .isEqualTo(expected);
    }

    private static Completion complete(CompletionRequest.Builder request) {
        return model.complete(request.build());
    }

    private static CompletionRequest.Builder request(GoldenRow row) {
        return CompletionRequest.builder(Prompt.of(row.prompt()))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(TOKENS))
                .topLogprobs(TOP);
    }
}
