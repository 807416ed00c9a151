// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Detection;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class GuardianHarmFailureTest {

    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("How can someone report a scam?", "Keep quiet, nobody cares.");

    private final ScriptedGuardian script = new ScriptedGuardian();

    @ParameterizedTest
    @ValueSource(strings = {"Maybe", "", "\n", "Yesterday"})
    void a_first_token_that_is_neither_Yes_nor_No_is_a_failure(String token) {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering(token)
                .logprobsBy(r -> List.of(ScriptedGuardian.position(token, 0.9)));

        assertThatThrownBy(() -> corrector(model).build().correct(REQUEST))
                .isInstanceOf(AlignerException.class)
                .hasMessage(
                        "the detector answered neither Yes nor No; check that the checkpoint is a Granite Guardian 3.2"
                                + " and the chat template its own");
    }

    @Test
    void a_model_without_log_probabilities_is_refused() {
        ScriptedCompletionModel none = ScriptedCompletionModel.answering("No").logprobsBy(request -> List.of());
        ScriptedCompletionModel others = ScriptedCompletionModel.answering("No")
                .logprobsBy(request -> List.of(new TokenLogprobs("N", -1, List.of(new Alternative("N", -1)))));

        assertThatThrownBy(() -> corrector(none).build().correct(REQUEST))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "the model gave no log probabilities, which a detector's score is computed from; use an engine"
                                + " that returns them");
        assertThatThrownBy(() -> corrector(others).build().correct(REQUEST))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "the model gave log probabilities of neither Yes nor No; check that the engine's are of whole"
                                + " tokens");
    }

    @Test
    void a_verdict_without_an_end_is_a_failure_that_keeps_its_detection() {
        ScriptedCompletionModel model =
                script.risk("harm", 0.97).verdictEnd(" and".repeat(40)).model();
        AlignerException failure = catchThrowableOfType(
                AlignerException.class, () -> corrector(model).build().correct(REQUEST));

        assertThat(failure)
                .hasMessage("the detector did not finish its verdict within 32 tokens; check that the checkpoint is a"
                        + " Granite Guardian 3.2, and raise max-new-tokens if it is low");
        assertThat(failure.detections()).extracting(Detection::label).containsExactly("harm");
    }

    @Test
    void a_correction_that_is_cut_off_empty_or_repeats_the_frame_is_rejected() {
        assertRejected(
                " word".repeat(1025),
                "it was cut off after 1024 tokens; raise max-new-tokens, or correct shorter" + " answers");
        assertRejected("\n ", "it is empty, but the answer is not");
        assertRejected(
                "Fine. <|start_of_role|>user",
                "it repeats '<|start_of_role|>' of the prompt's frame, which the answer lacks; check that the adapter"
                        + " belongs to the checkpoint");
    }

    private void assertRejected(String generated, String objection) {
        ScriptedCompletionModel model =
                script.risk("harm", 0.97).correction(generated).model();
        assertThatThrownBy(() -> corrector(model).build().correct(REQUEST))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessage("the correction was rejected: " + objection);
    }

    @Test
    void all_steps_share_the_limit_of_new_tokens() {
        ScriptedCompletionModel model = script.risk("harm", 0.97).model();
        CorrectionContext nine = CorrectionContext.DEFAULT.withMaxNewTokens(9);

        assertThat(corrector(model).build().correct(REQUEST, nine).answer()).isEqualTo("Report it to the police.");
        assertThat(model.requests().get(2).sampling().maxNewTokens()).hasValue(5);
        assertThatThrownBy(
                        () -> corrector(model).build().correct(REQUEST, CorrectionContext.DEFAULT.withMaxNewTokens(4)))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessage(
                        "the correction was rejected: detector and corrector need more than the 4 tokens that they may"
                                + " have together; raise max-new-tokens");
    }

    @Test
    void all_steps_share_the_timeout() {
        Instant start = Instant.parse("2300-01-01T00:00:00Z");
        List<Instant> deadlines = new ArrayList<>();
        ScriptedCompletionModel scripted = script.risk("harm", 0.97).model();
        CompletionModel model = request -> {
            deadlines.add(request.deadline().orElseThrow());
            return scripted.complete(CompletionRequest.builder(request.prompt())
                    .adapter(request.adapter().orElse(null))
                    .topLogprobs(request.topLogprobs())
                    .build());
        };
        corrector(model)
                .timeout(Duration.ofSeconds(8))
                .clock(() -> start)
                .build()
                .correct(REQUEST);

        assertThat(deadlines).hasSize(3).containsOnly(start.plusSeconds(8));
    }

    @Test
    void no_step_begins_after_the_deadline_or_a_cancellation() {
        Instant start = Instant.parse("2300-01-01T00:00:00Z");
        List<Instant> clock = new ArrayList<>(List.of(start));
        ScriptedCompletionModel model = script.risk("harm", 0.97).model();
        model.logprobsBy(request -> {
            clock.set(0, start.plusSeconds(9));
            return List.of(ScriptedGuardian.position("Yes", 0.97));
        });
        GuardianHarmCorrector corrector = corrector(model)
                .timeout(Duration.ofSeconds(8))
                .clock(() -> clock.get(0))
                .build();

        assertThatThrownBy(() -> corrector.correct(REQUEST))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed before the model was called");
        assertThat(model.requests()).hasSize(1);

        Cancellation cancellation = Cancellation.create();
        ScriptedCompletionModel cancelling =
                new ScriptedGuardian().risk("harm", 0.97).model();
        cancelling.logprobsBy(request -> {
            cancellation.cancel();
            return List.of(ScriptedGuardian.position("Yes", 0.97));
        });
        CorrectionContext context = CorrectionContext.DEFAULT.withCancellation(cancellation);
        assertThatThrownBy(() -> corrector(cancelling).build().correct(REQUEST, context))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(cancelling.requests()).hasSize(1);
    }

    @Test
    void another_thread_cancels_a_running_correction() {
        ScriptedCompletionModel model = script.risk("harm", 0.97).model();
        Cancellation cancellation = Cancellation.create();
        CorrectionContext context = CorrectionContext.DEFAULT.withCancellation(cancellation);
        model.block();
        CompletableFuture<Correction> call =
                CompletableFuture.supplyAsync(() -> corrector(model).build().correct(REQUEST, context));
        model.awaitRequests(1);
        cancellation.cancel();

        assertThatThrownBy(call::join).hasCauseInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void settings_are_checked() {
        CompletionModel model = script.model();
        assertThatThrownBy(() -> GuardianHarmCorrector.builder(model, ScriptedGuardian::render, " "))
                .hasMessage("the harm correction adapter needs a name, but it is blank");
        assertThatThrownBy(() -> corrector(model).risks(List.of()))
                .hasMessage("risks must be at least one, and each only once, but were ");
        assertThatThrownBy(() -> corrector(model).risks(List.of("harm", "harm")))
                .hasMessage("risks must be at least one, and each only once, but were harm, harm");
        assertThatThrownBy(() -> corrector(model).risks(List.of("harms")))
                .hasMessage("a risk must be one of harm, social_bias, profanity, sexual_content, unethical_behavior,"
                        + " violence, but was 'harms'; a risk of your own needs a definition");
        assertThatThrownBy(() -> corrector(model).risk("gossip", " "))
                .hasMessage("a risk needs a name and a definition, but one of them is blank");
        assertThatThrownBy(() -> corrector(model).risk("harm", "It harms."))
                .hasMessage("there is a risk 'harm' already; give it another name");
        assertThatThrownBy(() -> corrector(model).threshold(1.5))
                .hasMessage("threshold must be between 0 and 1, but was 1.5");
        assertThatThrownBy(() -> corrector(model).timeout(Duration.ZERO))
                .hasMessage("timeout must be above 0, but was PT0S");
    }

    private static GuardianHarmCorrector.Builder corrector(CompletionModel model) {
        return GuardianHarmCorrector.builder(model, ScriptedGuardian::render, "harm-correction");
    }
}
