// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ByteTokenizer;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** On the embedded checkpoint, as if it had no detector. */
class CopyFallbackTest {

    private static final String RUDE = " Read the damn manual.";
    private static final Prompt PROMPT = Prompt.of("##Answer:" + RUDE + " ##Correction: +");
    private static final SamplingParameters WILD =
            SamplingParameters.GREEDY.withTemperature(20).withSeed(7).withMaxNewTokens(12);

    /** That of what is computed in bfloat16, in batches of different shapes. */
    private static final double ROUNDING = 0.2;

    private static TorchCompletionModel model;

    private static final Instant DEADLINE = Instant.EPOCH.plusSeconds(10);

    private final Cancellation cancellation = Cancellation.create();
    private volatile Instant now = Instant.EPOCH;
    private final List<String> streamed = new ArrayList<>();

    @BeforeAll
    static void open() {
        model = open(0.01);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void a_correction_likelier_than_the_copy_stays() {
        Completion completion = model.complete(request(SamplingParameters.GREEDY));

        assertThat(completion.text()).contains("manual").doesNotContain("damn");
        assertThat(String.join("", streamed)).isEqualTo(completion.text());
        assertThat(likelihood(completion.text())).isGreaterThan(likelihood(RUDE));
    }

    @Test
    void what_is_less_likely_than_the_copy_gives_way_to_it_and_is_not_heard() {
        // A penalty on tokens that were seen makes it hard to copy at all.
        CompletionRequest wild =
                request(SamplingParameters.GREEDY.withRepetitionPenalty(5).withMaxNewTokens(12));
        String generated = model.generate(wild).completion().text();
        assertThat(generated).isNotEqualTo(RUDE);
        streamed.clear();

        Completion completion = model.complete(wild);

        assertThat(completion.text()).isEqualTo(RUDE);
        assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(String.join("", streamed)).isEqualTo(RUDE);
    }

    @Test
    void the_log_probabilities_of_a_copy_are_those_of_its_tokens() {
        CompletionRequest wild = CompletionRequest.builder(PROMPT)
                .prediction(RUDE)
                .sampling(SamplingParameters.GREEDY.withRepetitionPenalty(5).withMaxNewTokens(12))
                .topLogprobs(2)
                .build();

        List<TokenLogprobs> logprobs = model.complete(wild).logprobs();

        assertThat(logprobs.subList(0, logprobs.size() - 1).stream()
                        .map(TokenLogprobs::token)
                        .collect(Collectors.joining()))
                .isEqualTo(RUDE);
        assertThat(logprobs.stream().mapToDouble(TokenLogprobs::logprob).sum())
                .isCloseTo(likelihood(RUDE), within(ROUNDING));
    }

    @Test
    void tokens_that_are_drawn_are_the_models_own_whatever_the_bias() {
        Completion drawn = model.complete(request(WILD));

        assertThat(drawn.text())
                .isEqualTo(model.generate(request(WILD)).completion().text())
                .isNotEqualTo(RUDE);
    }

    @Test
    void a_bias_of_0_is_none() {
        CompletionRequest request = request(SamplingParameters.GREEDY);
        String without = model.generate(request).completion().text();

        assertThat(without).isNotEqualTo(RUDE);
        try (TorchCompletionModel none = open(0);
                TorchCompletionModel much = open(1000)) {
            assertThat(none.complete(request).text()).isEqualTo(without);
            assertThat(much.complete(request).text()).isEqualTo(RUDE);
        }
    }

    @Test
    void an_adapter_has_its_own_bias_or_that_of_the_checkpoint(@TempDir Path parent) throws IOException {
        Path own = ZeroAdapter.write(parent.resolve("own"));
        Files.writeString(own.resolve("aligner.json"), "{\"prompt\": {\"text\": \"{question}{answer}\"}}");
        ModelSources sources = new ModelSources(ModelSource.embedded())
                .withDescriptor(CheckpointDescriptor.template("aligner-7b")
                        .copyBias(3.75)
                        .build())
                .withAdapter("own", ModelSource.folder(own))
                .withAdapter("none", ModelSource.folder(ZeroAdapter.write(parent.resolve("none"))));
        try (ModelFiles files = sources.open()) {
            assertThat(files.copying()).isEqualTo(Map.of("", new Copying(3.75, true), "none", new Copying(3.75, true)));
        }
    }

    @Test
    void a_checkpoint_with_a_detector_copies_without_falling_back(@TempDir Path parent) throws IOException {
        Path deciding = ZeroAdapter.write(parent.resolve("deciding"));
        Files.writeString(deciding.resolve("aligner.json"), """
                {"prompt": {"text": "{question}{answer}"}, "decoding": {"copy": 2},
                 "detector": {"name": "rudeness", "changed": "+", "unchanged": "="}}""");
        ModelSources sources =
                new ModelSources(ModelSource.embedded()).withAdapter("deciding", ModelSource.folder(deciding));
        try (ModelFiles files = sources.open()) {
            assertThat(files.copying()).containsEntry("deciding", new Copying(2, false));
        }
        CompletionRequest request = CompletionRequest.builder(Prompt.of("Fix: >"))
                .prediction("Read the damn manual.")
                .build();
        ScriptedCausalLanguageModel network = new ScriptedCausalLanguageModel("Please read it.", 512);
        SchedulerSettings settings = ScriptedModels.settings(network, SchedulingOptions.DEFAULT);
        try (TorchCompletionModel scripted =
                ScriptedModels.open(network, Map.of("", new Copying(0.1, false)), settings)) {
            assertThat(scripted.complete(request).text()).isNotEqualTo(request.prediction());
            assertThat(scripted.status().requests().completed()).isEqualTo(1);
        }
    }

    @Test
    void a_second_look_that_comes_too_late_leaves_the_correction() {
        assertThat(secondLook(() -> {})).isEqualTo("said, 0 requests failed");
        assertThat(secondLook(() -> now = DEADLINE.plusSeconds(1))).isEqualTo("said, 1 requests failed");
    }

    @Test
    void a_caller_who_cancels_before_the_second_look_is_told_so() {
        assertThatThrownBy(() -> secondLook(cancellation::cancel)).isInstanceOf(CorrectionCancelledException.class);
    }

    /** Has a model say "said" in place of a prediction, and something happen during the last pass of that. */
    private String secondLook(Runnable afterFirst) {
        AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
        ScriptedCausalLanguageModel network = new ScriptedCausalLanguageModel("said", 512).beforePass(() -> {
            if (left.decrementAndGet() == 0) {
                afterFirst.run();
            }
        });
        SchedulerSettings settings =
                ScriptedModels.settings(network, SchedulingOptions.DEFAULT).withClocks(() -> now, System::nanoTime);
        CompletionRequest request = CompletionRequest.builder(Prompt.of("How? >"))
                .prediction(RUDE)
                .deadline(DEADLINE)
                .cancellation(cancellation)
                .build();
        try (TorchCompletionModel scripted =
                ScriptedModels.open(network, Map.of("", new Copying(0.1, true)), settings)) {
            int passes = scripted.generate(
                            request, GenerationOptions.DEFAULT.withCopyBias(0.1).withScores())
                    .forwardPasses();
            left.set(passes);
            String text = scripted.complete(request).text();
            return text + ", " + scripted.status().requests().failed() + " requests failed";
        }
    }

    @Test
    void a_changed_answer_is_tokenised_no_more_often_than_any_other() {
        AtomicInteger prompts = new AtomicInteger();
        AtomicInteger continuations = new AtomicInteger();
        ByteTokenizer counting = new ByteTokenizer() {
            @Override
            public int[] encode(Prompt prompt) {
                // The copy constraint encodes pieces of the answer, too.
                prompts.addAndGet(prompt.text().startsWith("How?") ? 1 : 0);
                return super.encode(prompt);
            }

            @Override
            public int[] continuation(Prompt prompt, int[] promptIds, String text) {
                continuations.incrementAndGet();
                return super.continuation(prompt, promptIds, text);
            }
        };
        ScriptedCausalLanguageModel network = new ScriptedCausalLanguageModel("said", 512);
        SchedulerSettings settings = ScriptedModels.settings(network, SchedulingOptions.DEFAULT);
        CompletionRequest request =
                CompletionRequest.builder(Prompt.of("How? >")).prediction(RUDE).build();
        try (TorchCompletionModel scripted =
                ScriptedModels.open(network, counting, Map.of("", new Copying(0.1, true)), settings)) {
            scripted.generate(request);
            int once = prompts.getAndSet(0);

            assertThat(scripted.complete(request).text()).isEqualTo("said");
            assertThat(scripted.status().requests().completed()).isEqualTo(3);
            assertThat(prompts).hasValue(once);
            assertThat(continuations).hasValue(2);
        }
    }

    @Test
    void text_is_held_from_the_first_change_on() {
        String text = model.complete(request(SamplingParameters.GREEDY)).text();

        int same = 0;
        while (text.charAt(same) == RUDE.charAt(same)) {
            same++;
        }
        assertThat(same).isPositive();
        assertThat(streamed.subList(0, streamed.size() - 1).stream().collect(Collectors.joining()))
                .isEqualTo(text.substring(0, same));
    }

    @Test
    void likelihood_is_that_of_the_tokens_said_and_not_told_unasked() {
        CompletionRequest request = request(SamplingParameters.GREEDY);
        Generation generated = model.generate(request, GenerationOptions.DEFAULT.withScores());

        assertThat(generated.logLikelihood().orElseThrow())
                .isNegative()
                .isCloseTo(likelihood(generated.completion().text()), within(ROUNDING));
        assertThat(model.generate(request).logLikelihood()).isEmpty();
    }

    @Test
    void what_is_to_be_scored_is_read_in_one_pass() {
        GenerationOptions forced = GenerationOptions.DEFAULT
                .withForced(model.completionTokens(PROMPT, RUDE))
                .withScores();

        Generation scored = model.generate(CompletionRequest.builder(PROMPT).build(), forced);

        assertThat(scored.completion().text()).isEqualTo(RUDE);
        assertThat(scored.forwardPasses()).isEqualTo(1);
    }

    private CompletionRequest request(SamplingParameters sampling) {
        return CompletionRequest.builder(PROMPT)
                .prediction(RUDE)
                .sampling(sampling)
                .listener(streamed::add)
                .build();
    }

    private static TorchCompletionModel open(double copyBias) {
        ModelSources sources = new ModelSources(ModelSource.embedded())
                .withCustomizer(each -> each.withDetector(null).withCopyBias(copyBias));
        try (ModelFiles files = sources.open()) {
            return TorchCompletionModel.copying(files, "copying", RuntimeOptions.DEFAULT, () -> {});
        }
    }

    private static double likelihood(String text) {
        GenerationOptions forced = GenerationOptions.DEFAULT
                .withForced(model.completionTokens(PROMPT, text))
                .withScores();
        return model.generate(CompletionRequest.builder(PROMPT).build(), forced)
                .logLikelihood()
                .orElseThrow();
    }
}
