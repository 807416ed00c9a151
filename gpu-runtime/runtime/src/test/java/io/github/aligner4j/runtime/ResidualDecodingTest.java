// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** In float32 every way of drafting gives plain decoding's tokens, whatever the prediction is, in every family. */
class ResidualDecodingTest {

    private static final int TOKENS = 60;
    private static final RuntimeOptions ON_CPU = RuntimeOptions.DEFAULT.withDevice("cpu");

    static List<String> names() {
        return GoldenCheckpoint.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void drafts_do_not_change_the_tokens(String name, @TempDir Path folder) {
        GoldenCheckpoint checkpoint = GoldenCheckpoint.unpack(name, folder);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(checkpoint.folder()))
                .options(ON_CPU.withDtype("float32"))
                .open()) {
            for (GoldenRow row : checkpoint.rows().subList(1, 3)) {
                for (SamplingParameters sampling : samplings(random.nextLong())) {
                    compare(model, row.prompt(), sampling, random);
                }
            }
        }
    }

    @Test
    void an_answer_of_which_a_word_changes_takes_a_few_passes() {
        String answer =
                " The damn manual of the first device is in the box, and the other one is on the table beside it.";
        String prompt = "##Answer:" + answer + " ##Correction: +";
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.embedded())
                .options(ON_CPU.withDtype("float32"))
                .open()) {
            CompletionRequest request = CompletionRequest.builder(Prompt.of(prompt))
                    .prediction(answer)
                    .build();
            Generation plain = model.generate(request, GenerationOptions.DEFAULT.withDrafting(Drafting.NONE));
            Generation residual = model.generate(request);

            assertThat(residual.completion().text())
                    .endsWith("table beside it.")
                    .doesNotContain("damn");
            assertThat(residual.tokenIds()).isEqualTo(plain.tokenIds());
            assertThat(plain.forwardPasses()).isEqualTo(plain.tokenIds().size()).isGreaterThan(20);
            assertThat(residual.forwardPasses()).isLessThan(plain.forwardPasses() / 2);
            assertThat(residual.drafts().acceptedTokens())
                    .isEqualTo(residual.tokenIds().size() - residual.forwardPasses());
        }
    }

    @Test
    void exact_passes_give_the_same_tokens_in_bfloat16_and_are_never_short() {
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.embedded())
                .options(ON_CPU.withDtype("bfloat16").withBatchInvariant(true))
                .open()) {
            String prompt = "##Answer: Your silly plan is stupid and ugly, but it works. ##Correction: +";
            CompletionRequest request = CompletionRequest.builder(Prompt.of(prompt))
                    .prediction(" Your silly plan is stupid and ugly, but it works.")
                    .build();
            Generation plain = model.generate(request, GenerationOptions.DEFAULT.withDrafting(Drafting.NONE));
            Generation residual = model.generate(request);

            assertThat(residual.tokenIds()).isEqualTo(plain.tokenIds());
            assertThat(plain.drafts().draftedTokens()).isEqualTo(3 * (plain.forwardPasses() - 1));
        }
    }

    private static void compare(
            TorchCompletionModel model, String prompt, SamplingParameters sampling, SplittableRandom random) {
        Generation plain = run(model, request(prompt, sampling, ""), Drafting.NONE);
        String text = plain.completion().text();
        for (String prediction : List.of(text, edited(text, random), edited(prompt, random), "")) {
            for (Drafting drafting : List.of(Drafting.RESIDUAL, Drafting.PROMPT_LOOKUP)) {
                StringBuilder heard = new StringBuilder();
                CompletionRequest request = request(prompt, sampling, prediction)
                        .listener(heard::append)
                        .build();
                Generation drafted =
                        model.generate(request, GenerationOptions.IGNORE_END_OF_SEQUENCE.withDrafting(drafting));

                assertThat(drafted.tokenIds()).isEqualTo(plain.tokenIds());
                assertThat(heard).hasToString(text);
            }
        }
    }

    private static Generation run(TorchCompletionModel model, CompletionRequest.Builder request, Drafting drafting) {
        return model.generate(request.build(), GenerationOptions.IGNORE_END_OF_SEQUENCE.withDrafting(drafting));
    }

    private static CompletionRequest.Builder request(String prompt, SamplingParameters sampling, String prediction) {
        return CompletionRequest.builder(Prompt.of(prompt))
                .sampling(sampling.withMaxNewTokens(TOKENS))
                .prediction(prediction);
    }

    private static List<SamplingParameters> samplings(long seed) {
        SamplingParameters greedy = SamplingParameters.GREEDY;
        return List.of(
                greedy,
                greedy.withRepetitionPenalty(1.2),
                greedy.withTemperature(0.8).withTopP(0.9).withSeed(seed));
    }

    /** Deletes, doubles and replaces a few words. */
    private static String edited(String text, SplittableRandom random) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ", -1)) {
            switch (random.nextInt(12)) {
                case 0 -> words.add("other");
                case 1 -> words.addAll(List.of(word, word));
                case 2 -> {}
                default -> words.add(word);
            }
        }
        // A cut may leave half a character behind.
        return String.join(" ", words).replace("\uFFFD", "");
    }
}
