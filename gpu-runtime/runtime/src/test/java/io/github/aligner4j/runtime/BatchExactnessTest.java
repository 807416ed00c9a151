// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.djl.OneSlab;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * In float32, requests that share forward passes, prefixes and too little memory get, token for token, what each gets alone:
 * whatever their lengths, drafts, seeds and neighbours. Families with grouped heads, windows and capped scores.
 */
class BatchExactnessTest {

    private static final int REQUESTS = 24;

    private final ExecutorService callers = Executors.newFixedThreadPool(12);

    private static final SchedulingOptions ALONE = SchedulingOptions.DEFAULT
            .withMaxRunningRequests(1)
            .withMaxBatchTokens(256)
            .withMaxPrefillTokens(256);
    private static final SchedulingOptions TOGETHER = SchedulingOptions.DEFAULT
            .withMaxRunningRequests(9)
            .withMaxBatchTokens(61)
            .withMaxPrefillTokens(23);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-gqa", "mistral", "gemma2", "gemma3", "qwen3", "granite", "granitemoehybrid"})
    void a_batch_equals_its_members_alone(String name) throws Exception {
        requireEqual(name, false);
    }

    /** As on a GPU, with one call of attention for all requests. */
    @ParameterizedTest
    @ValueSource(strings = {"llama-gqa", "mistral", "gemma2", "qwen3"})
    void a_batch_in_one_slab_equals_its_members_alone(String name) throws Exception {
        requireEqual(name, true);
    }

    private void requireEqual(String name, boolean oneSlab) throws Exception {
        GoldenCheckpoint checkpoint = GoldenCheckpoint.unpack(name, folder);
        List<Call> calls = calls(checkpoint.rows(), new SplittableRandom(name.hashCode()));
        List<List<Integer>> alone = new ArrayList<>();
        try (TorchCompletionModel model = open(checkpoint, ALONE, 0, false)) {
            calls.forEach(call -> alone.add(call.tokens(model)));
            assertThat(model.status().prefixCache().reusedTokens()).isZero();
        }
        try (TorchCompletionModel model = open(checkpoint, TOGETHER, 400, oneSlab)) {
            List<Future<List<Integer>>> together = calls.stream()
                    .map(call -> callers.submit(() -> call.tokens(model)))
                    .toList();
            for (int i = 0; i < REQUESTS; i++) {
                assertThat(together.get(i).get()).as(name + " " + i).isEqualTo(alone.get(i));
            }
            assertThat(model.status().prefixCache().reusedTokens()).isPositive();
            assertThat(model.status().requests().failed()).isZero();
        }
    }

    private static List<Call> calls(List<GoldenRow> rows, SplittableRandom random) {
        List<Drafting> draftings = List.of(Drafting.values());
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            int[] text =
                    rows.get(random.nextInt(rows.size())).prompt().codePoints().toArray();
            int length = random.nextInt(text.length / 2, text.length) + 1;
            int most = i % 4 == 0 ? 180 : random.nextInt(1, 90);
            SamplingParameters sampling = SamplingParameters.GREEDY.withMaxNewTokens(most);
            calls.add(new Call(
                    new String(text, 0, length),
                    new String(text, length / 2, length - length / 2),
                    random.nextInt(3) > 0
                            ? sampling
                            : sampling.withTemperature(0.9).withTopP(0.95).withSeed(i),
                    draftings.get(random.nextInt(draftings.size())),
                    random.nextInt(5)));
        }
        return calls;
    }

    /** Opens a model with room for the keys and values of {@code tokens} tokens, 0 for plenty, which also keeps prefixes. */
    private static TorchCompletionModel open(
            GoldenCheckpoint checkpoint, SchedulingOptions options, int tokens, boolean oneSlab) {
        try (ModelFiles files = new ModelSources(ModelSource.folder(checkpoint.folder())).open()) {
            RuntimeOptions onCpu = RuntimeOptions.DEFAULT
                    .withDevice("cpu")
                    .withDtype("float32")
                    .withThreads(1);
            LoadedModel model = LoadedModel.load(files, onCpu, 1);
            model = oneSlab ? inOneSlab(model, checkpoint) : model;
            long bytes = tokens * model.network().cacheBytesPerToken();
            SchedulingOptions limited = tokens == 0 ? options.withPrefixCacheBytes(0) : options.withKvCacheBytes(bytes);
            return new TorchCompletionModel(
                    model, DeviceLimits.of("cpu").settings(checkpoint.name(), limited, model.network()), Map.of());
        }
    }

    private static LoadedModel inOneSlab(LoadedModel model, GoldenCheckpoint checkpoint) {
        model.network().close();
        return new LoadedModel(
                OneSlab.load(checkpoint.folder()),
                model.sequences(),
                model.device(),
                model.dtype(),
                model.kernelFallbacks(),
                model.loadTime());
    }

    /**
     * One request and what happens around it.
     *
     * @param neighbour 0: a hint comes before, 1: a request that is cancelled, 2: its text is heard
     */
    private record Call(
            String prompt, String prediction, SamplingParameters sampling, Drafting drafting, int neighbour) {

        List<Integer> tokens(TorchCompletionModel model) {
            if (neighbour == 0) {
                model.prefill(request().build());
            }
            if (neighbour == 1) {
                cancelled(model);
            }
            CompletionRequest.Builder request = neighbour == 2 ? request().listener(text -> {}) : request();
            return model.generate(request.build(), GenerationOptions.IGNORE_END_OF_SEQUENCE.withDrafting(drafting))
                    .tokenIds();
        }

        private void cancelled(TorchCompletionModel model) {
            Cancellation cancellation = Cancellation.create();
            CompletionRequest request = request()
                    .cancellation(cancellation)
                    .listener(text -> cancellation.cancel())
                    .sampling(SamplingParameters.GREEDY.withMaxNewTokens(100))
                    .build();
            assertThatThrownBy(() -> model.generate(request, GenerationOptions.IGNORE_END_OF_SEQUENCE))
                    .isInstanceOf(CorrectionCancelledException.class);
        }

        private CompletionRequest.Builder request() {
            return CompletionRequest.builder(Prompt.of(prompt))
                    .prediction(prediction)
                    .sampling(sampling);
        }
    }
}
