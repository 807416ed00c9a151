// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.template.CorrectionTemplates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

/** Aligners whose model decides by its first token whether an answer is corrected. */
class CompletionDetectorTest {

    private static final DetectorTokens TOKENS = new DetectorTokens("rudeness", " +", " =");
    private static final CorrectionRequest RUDE = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final CorrectionRequest CIVIL = CorrectionRequest.of("Why?", "Because.");

    private final List<CompletionRequest> asked = new ArrayList<>();

    @Test
    void an_answer_below_the_threshold_costs_one_token_and_is_returned_exactly() {
        List<String> streamed = new ArrayList<>();
        Correction correction =
                aligner(deciding()).correct(CIVIL, CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.answer()).isEqualTo("Because.");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(10, 1));
        assertThat(streamed).containsExactly("Because.");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.sampling().maxNewTokens()).hasValue(1);
            assertThat(request.candidates()).containsExactly(" +", " =");
            assertThat(request.prompt().text()).endsWith("Because. ASSISTANT:");
        });
        assertThat(correction.detections()).singleElement().satisfies(detection -> {
            assertThat(detection.label()).isEqualTo("rudeness");
            assertThat(detection.score()).isCloseTo(0.2, within(1e-9));
        });
    }

    @Test
    void an_answer_from_the_threshold_on_is_corrected_behind_the_token_that_says_so() {
        List<String> streamed = new ArrayList<>();
        Correction correction =
                aligner(deciding()).correct(RUDE, CorrectionContext.DEFAULT.withListener(streamed::add));
        assertThat(correction.answer()).isEqualTo("Because, friend.");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(20, 6));
        assertThat(correction.detections())
                .extracting(Detection::score)
                .satisfiesExactly(score -> assertThat(score).isCloseTo(0.8, within(1e-9)));
        assertThat(String.join("", streamed)).isEqualTo("Because, friend.");
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).prompt().text()).isEqualTo(asked.get(0).prompt().text() + " +");
        assertThat(asked.get(1).prediction()).isEqualTo("Because, you fool.");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "0.2, true", "0.21, false", "1, false"})
    void the_threshold_is_the_lowest_score_of_a_corrected_answer(double threshold, boolean corrected) {
        DetectingAligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, deciding())
                .build(TOKENS, threshold);
        aligner.correct(CIVIL);
        assertThat(asked).hasSize(corrected ? 2 : 1);
    }

    @Test
    void a_blank_answer_is_returned_without_asking_the_model() {
        assertThat(aligner(deciding()).correct(CIVIL.withAnswer(" \n")).answer())
                .isEqualTo(" \n");
        assertThat(asked).isEmpty();
    }

    @Test
    void adapter_and_strength_hold_for_the_detection_too() {
        DetectingAligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, deciding())
                .adapter("kind")
                .strength(0.5)
                .build(TOKENS, 0.5);
        aligner.correct(RUDE);
        aligner.correct(RUDE.withStrength(2));
        assertThat(asked).allMatch(request -> request.adapter().orElseThrow().equals("kind"));
        assertThat(asked)
                .extracting(request -> request.strength().orElseThrow())
                .containsExactly(0.5, 0.5, 2.0, 2.0);
    }

    @Test
    void the_limit_of_new_tokens_does_not_count_the_detection() {
        DetectingAligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, deciding())
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(7))
                .build(TOKENS, 0.5);
        aligner.correct(RUDE, CorrectionContext.DEFAULT.withMaxNewTokens(5));
        assertThat(asked.get(1).sampling().maxNewTokens()).hasValue(5);
    }

    @Test
    void cancellation_and_deadline_hold_for_the_detection() {
        Cancellation cancelled = Cancellation.create();
        cancelled.cancel();
        assertThatThrownBy(() -> aligner(deciding())
                        .detector()
                        .detect(RUDE, CorrectionContext.DEFAULT.withCancellation(cancelled)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThatThrownBy(
                        () -> aligner(deciding()).correct(RUDE, CorrectionContext.DEFAULT.withDeadline(Instant.EPOCH)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(asked).isEmpty();
        Instant later = Instant.now().plusSeconds(1000);
        aligner(deciding()).correct(RUDE, CorrectionContext.DEFAULT.withDeadline(later));
        assertThat(asked)
                .hasSize(2)
                .allMatch(request -> request.deadline().orElseThrow().equals(later));
    }

    @Test
    void a_correction_that_fails_has_its_detection() {
        CompletionModel model = recorded(request -> first(request) ? decision(request) : text(""));
        AlignerException failure = catchThrowableOfType(
                CorrectionRejectedException.class, () -> aligner(model).correct(RUDE));
        assertThat(failure.detections()).extracting(Detection::label).containsExactly("rudeness");
    }

    @Test
    void a_session_corrects_as_a_call_does() {
        for (CorrectionRequest request : List.of(RUDE, CIVIL)) {
            try (CorrectionSession session = aligner(deciding()).begin(request.withAnswer(""), Runnable::run)) {
                session.append(request.answer());
                Correction correction = session.complete(request, CorrectionContext.DEFAULT);
                assertThat(correction.answer())
                        .isEqualTo(aligner(deciding()).correct(request).answer());
                assertThat(correction.detections()).hasSize(1);
            }
        }
    }

    @Test
    void an_engine_that_lists_likely_tokens_only_needs_one_of_the_two() {
        TokenLogprobs both = listed(" the", -0.5, " =", -1.5, " +", -3);
        assertThat(score(both)).isCloseTo(1 / (1 + Math.exp(1.5)), within(1e-9));
        TokenLogprobs one = listed(" =", -0.1, " the", -4, " a", -6);
        assertThat(score(one))
                .as("as likely as the last one, at most")
                .isCloseTo(1 / (1 + Math.exp(5.9)), within(1e-9));
        TokenLogprobs impossible = candidates(0, Double.NEGATIVE_INFINITY);
        assertThat(score(impossible)).isEqualTo(1);
    }

    @Test
    void a_model_without_the_two_tokens_or_log_probabilities_is_refused() {
        assertThatThrownBy(() -> score(listed(" the", -0.5, " a", -1.5)))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "neither ' +' nor ' =' of the detector 'rudeness' is among the 2 tokens that may come first;"
                                + " check that the checkpoint was trained with this detector and template");
        assertThatThrownBy(() -> score(candidates(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY)))
                .hasMessageStartingWith("neither");
        assertThatThrownBy(() -> aligner(recorded(request -> text("="))).correct(RUDE))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "the model gave no log probabilities, which the score of the detector 'rudeness' is computed"
                                + " from; use an engine that returns them, or the checkpoint in this JVM");
    }

    @Test
    void names_and_tokens_are_checked() {
        assertThatThrownBy(() -> new DetectorTokens(" ", "+", "="))
                .hasMessage("a detector needs a name, but it is blank");
        assertThatThrownBy(() -> new DetectorTokens("rudeness", "+", "+"))
                .hasMessage(
                        "a detector's tokens 'changed' and 'unchanged' must be different and not empty, but were '+' and"
                                + " '+'");
        assertThatThrownBy(() -> CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, deciding())
                        .build(TOKENS, 1.5))
                .hasMessage("a detector's threshold must be between 0 and 1, but was 1.5");
    }

    private DetectingAligner aligner(CompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build(TOKENS, 0.5);
    }

    private double score(TokenLogprobs first) {
        CompletionModel model = recorded(request -> completion(" ", 1, List.of(first)));
        return aligner(model).detector().detect(RUDE, CorrectionContext.DEFAULT).score();
    }

    /** Returns a model that finds answers with the word fool and replaces it. */
    private CompletionModel deciding() {
        return recorded(request ->
                first(request) ? decision(request) : text(request.prediction().replace("you fool", "friend")));
    }

    private CompletionModel recorded(CompletionModel model) {
        return request -> {
            asked.add(request);
            return model.complete(request);
        };
    }

    private static boolean first(CompletionRequest request) {
        return !request.candidates().isEmpty();
    }

    private static Completion decision(CompletionRequest request) {
        double changed = request.prompt().text().contains("fool") ? 0.8 : 0.2;
        return completion(" ", 1, List.of(candidates(Math.log(changed), Math.log(1 - changed))));
    }

    private static Completion text(String text) {
        return completion(text, 5, List.of());
    }

    private static Completion completion(String text, int tokens, List<TokenLogprobs> logprobs) {
        return new Completion(text, FinishReason.STOP, new TokenUsage(10, tokens), CompletionTimings.NONE, logprobs);
    }

    private static TokenLogprobs candidates(double changed, double unchanged) {
        return new TokenLogprobs(
                "x", -1, List.of(), List.of(new Alternative(" +", changed), new Alternative(" =", unchanged)));
    }

    private static TokenLogprobs listed(Object... tokens) {
        List<Alternative> top = new ArrayList<>();
        for (int i = 0; i < tokens.length; i += 2) {
            top.add(new Alternative((String) tokens[i], ((Number) tokens[i + 1]).doubleValue()));
        }
        return new TokenLogprobs(top.get(0).token(), top.get(0).logprob(), top);
    }
}
