package io.github.aligner4j.runtime;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** On the embedded checkpoint. */
class CopyOrCorrectionTest {

    private static final String RUDE = " Read the damn manual.";
    private static final Prompt PROMPT = Prompt.of("##Answer:" + RUDE + " ##Correction:");
    private static final SamplingParameters WILD =
            SamplingParameters.GREEDY.withTemperature(20).withSeed(7).withMaxNewTokens(12);

    /** That of what is computed in bfloat16, in batches of different shapes. */
    private static final double ROUNDING = 0.2;

    private static EmbeddedCheckpoint checkpoint;
    private static TorchCompletionModel model;

    private final List<String> heard = new ArrayList<>();

    @BeforeAll
    static void open() {
        checkpoint = EmbeddedCheckpoint.unpack();
        model = TorchCompletionModel.open(checkpoint.folder());
    }

    @AfterAll
    static void close() {
        model.close();
        checkpoint.close();
    }

    @Test
    void a_correction_likelier_than_the_copy_stays() {
        Completion completion = model.complete(request(SamplingParameters.GREEDY));

        assertThat(completion.text()).isEqualTo(" Read the manual.");
        assertThat(String.join("", heard)).isEqualTo(completion.text());
        assertThat(likelihood(completion.text())).isGreaterThan(likelihood(RUDE));
    }

    @Test
    void what_is_less_likely_than_the_copy_gives_way_to_it_and_is_not_heard() {
        CompletionRequest wild = request(WILD);
        String said = model.generate(wild).completion().text();
        assertThat(said).isNotEqualTo(RUDE);
        heard.clear();

        Completion completion = model.complete(wild);

        assertThat(completion.text()).isEqualTo(RUDE);
        assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(String.join("", heard)).isEqualTo(RUDE);
    }

    @Test
    void text_is_held_from_the_first_change_on() {
        model.complete(request(SamplingParameters.GREEDY));

        assertThat(heard).containsExactly(" Read the ", "manual.");
    }

    @Test
    void likelihood_is_that_of_the_tokens_said_and_not_told_unasked() {
        CompletionRequest request = request(SamplingParameters.GREEDY);
        Generation said = model.generate(request, GenerationOptions.DEFAULT.withScores());

        assertThat(said.logLikelihood().orElseThrow())
                .isNegative()
                .isCloseTo(likelihood(said.completion().text()), within(ROUNDING));
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
                .copyBias(OptionalDouble.of(0))
                .sampling(sampling)
                .listener(heard::add)
                .build();
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
