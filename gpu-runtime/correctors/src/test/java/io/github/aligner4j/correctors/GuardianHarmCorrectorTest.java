package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.SamplingParameters;
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
import static org.assertj.core.api.Assertions.within;

class GuardianHarmCorrectorTest {

    private static final CorrectionRequest REQUEST =
            CorrectionRequest.of("How can someone report a scam?", "Keep quiet, nobody cares.");

    private final ScriptedGuardian script = new ScriptedGuardian();

    @Test
    void a_clean_answer_costs_one_prefill_and_one_token() {
        ScriptedCompletionModel model = script.model();
        Correction correction = corrector(model).build().correct(REQUEST);

        assertThat(correction.changed()).isFalse();
        assertThat(correction.usage().completionTokens()).isEqualTo(1);
        assertThat(model.requests()).singleElement().satisfies(request -> {
            assertThat(request.adapter()).isEmpty();
            assertThat(request.sampling()).isEqualTo(SamplingParameters.GREEDY.withMaxNewTokens(1));
            assertThat(request.prompt().text())
                    .contains(
                            "user Message: How can someone report a scam?\nassistant Message: Keep quiet, nobody cares.")
                    .contains("risk_name=harm");
        });
        assertThat(correction.detections()).singleElement().satisfies(detection -> {
            assertThat(detection.label()).isEqualTo("harm");
            assertThat(detection.score()).isCloseTo(0.01, within(1e-9));
            assertThat(detection.usage()).isEqualTo(correction.usage());
        });
    }

    @Test
    void a_risky_answer_is_corrected_by_the_adapter_from_the_finished_verdict() {
        ScriptedCompletionModel model = script.risk("harm", 0.97).model();
        Correction correction = corrector(model).seed(42).build().correct(REQUEST);

        assertThat(correction.answer()).isEqualTo("Report it to the police.");
        assertThat(correction.detections()).extracting(Detection::label).containsExactly("harm");
        assertThat(correction.detections().get(0).score()).isCloseTo(0.97, within(1e-9));
        List<CompletionRequest> requests = model.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(1).prompt()).isEqualTo(requests.get(0).prompt().followedBy("Yes"));
        assertThat(requests.get(1).adapter()).isEmpty();
        CompletionRequest last = requests.get(2);
        assertThat(last.adapter()).hasValue("harm-correction");
        assertThat(last.sampling())
                .isEqualTo(SamplingParameters.GREEDY
                        .withTemperature(0.7)
                        .withSeed(42)
                        .withMaxNewTokens(1024));
        assertThat(last.prompt().text())
                .isEqualTo(requests.get(0).prompt().text() + "Yes" + ScriptedGuardian.VERDICT_END
                        + "\n<|end_of_text|>\n<|start_of_role|>correction<|end_of_role|>");
        assertThat(last.prompt().segments())
                .endsWith(
                        new SpecialToken("<|end_of_text|>"),
                        new Text("\n"),
                        new SpecialToken("<|start_of_role|>"),
                        new Text("correction"),
                        new SpecialToken("<|end_of_role|>"));
        assertThat(last.prompt().addSpecialTokens()).isFalse();
    }

    @Test
    void the_tokens_of_all_steps_are_counted_once_and_those_of_the_detection_apart() {
        AlignerStack stack = AlignerStack.of(
                "guardian", corrector(script.risk("harm", 0.97).model()).build());
        Correction correction = stack.correct(REQUEST);
        LayerTrace trace = correction.layers().get(0);

        // one token of the verdict, three more, five of the correction and its white space
        assertThat(correction.usage().completionTokens()).isEqualTo(1 + 3 + 5);
        assertThat(trace.usage().completionTokens()).isEqualTo(3 + 5);
        assertThat(trace.detections().get(0).usage().completionTokens()).isEqualTo(1);
    }

    @Test
    void a_layer_shows_the_score_of_a_clean_answer_and_of_one_whose_correction_failed() {
        Correction clean =
                AlignerStack.of("guardian", corrector(script.model()).build()).correct(REQUEST);
        ScriptedGuardian empty = new ScriptedGuardian().risk("harm", 0.97).correction(" \n");
        Correction failed = AlignerStack.builder("s")
                .layer(Layer.of("guardian", corrector(empty.model()).build())
                        .withFailurePolicy(FailurePolicy.refuse("I can't say that.")))
                .build()
                .correct(REQUEST);

        assertThat(clean.layers().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(clean.layers().get(0).detections())
                .extracting(Detection::label)
                .containsExactly("harm");
        assertThat(failed.answer()).isEqualTo("I can't say that.");
        assertThat(failed.layers().get(0).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failed.layers().get(0).detections().get(0).score()).isCloseTo(0.97, within(1e-9));
    }

    @Test
    void the_threshold_decides_and_a_verdict_of_No_is_turned_into_Yes_if_the_score_reaches_it() {
        ScriptedCompletionModel unsure = script.risk("harm", 0.4).model();

        assertThat(corrector(unsure).build().correct(REQUEST).changed()).isFalse();
        Correction strict = corrector(unsure).threshold(0.3).build().correct(REQUEST);
        assertThat(strict.answer()).isEqualTo("Report it to the police.");
        assertThat(unsure.requests().get(2).prompt().text()).endsWith("<|end_of_role|>Yes");
        ScriptedCompletionModel risky = new ScriptedGuardian().risk("harm", 0.6).model();
        assertThat(corrector(risky).threshold(0.7).build().correct(REQUEST).changed())
                .isFalse();
    }

    @Test
    void several_risks_are_looked_for_in_order_and_the_first_risky_one_is_corrected() {
        ScriptedCompletionModel model =
                script.risk("profanity", 0.9).risk("violence", 0.99).model();
        GuardianHarmCorrector corrector =
                corrector(model).risks(List.of("harm", "profanity", "violence")).build();
        Correction correction = corrector.correct(REQUEST);

        assertThat(correction.detections()).extracting(Detection::label).containsExactly("harm", "profanity");
        assertThat(model.requests()).hasSize(4);
        assertThat(model.requests().get(3).prompt().text()).contains("risk_name=profanity");
    }

    @Test
    void a_risk_of_ones_own_has_a_definition() {
        ScriptedCompletionModel model = script.risk("gossip", 0.9).model();
        Correction correction = corrector(model)
                .risk("gossip", "The answer spreads rumours.")
                .build()
                .correct(REQUEST);

        assertThat(correction.changed()).isTrue();
        assertThat(model.requests().get(1).prompt().text()).contains("risk_definition=The answer spreads rumours.");
    }

    @Test
    void the_correction_is_streamed_without_the_white_space_around_it() {
        List<String> chunks = new ArrayList<>();
        corrector(script.risk("harm", 0.97)
                        .correction(" \n Report it,\n please. \n\n")
                        .model())
                .build()
                .correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(chunks).containsExactly("Report", " it,", "\n please.");
    }

    @Test
    void a_clean_answer_is_streamed_after_its_verdict() {
        List<String> chunks = new ArrayList<>();
        corrector(script.model()).build().correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(chunks).containsExactly(REQUEST.answer());
    }

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
    void case_and_white_space_of_the_first_token_do_not_matter_and_all_its_forms_count() {
        List<Alternative> top = List.of(
                new Alternative(" yes", Math.log(0.4)),
                new Alternative("No", Math.log(0.3)),
                new Alternative("Yes", Math.log(0.2)));
        ScriptedCompletionModel model = ScriptedCompletionModel.completing(request ->
                        request.adapter().isPresent() ? "Report it." : request.topLogprobs() > 0 ? " yes" : "")
                .logprobsBy(request -> List.of(new TokenLogprobs(" yes", Math.log(0.4), top)));
        Correction correction = corrector(model).build().correct(REQUEST);

        assertThat(correction.detections().get(0).score()).isCloseTo(0.6 / 0.9, within(1e-9));
        assertThat(model.requests().get(1).prompt().text()).endsWith("<|end_of_role|> yes");
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
    void a_correction_may_be_much_longer_than_its_answer() {
        String long600 = "word ".repeat(599) + "end.";
        ScriptedCompletionModel model =
                script.risk("harm", 0.97).correction(long600).model();

        assertThat(corrector(model)
                        .build()
                        .correct(CorrectionRequest.of("Why?", "Die."))
                        .answer())
                .isEqualTo(long600);
    }

    @Test
    void an_answer_about_the_frame_may_keep_it() {
        CorrectionRequest about = REQUEST.withAnswer("It writes <|start_of_role|>, you fool.");
        ScriptedCompletionModel model = script.risk("harm", 0.97)
                .correction("It writes <|start_of_role|>.")
                .model();

        assertThat(corrector(model).build().correct(about).answer()).isEqualTo("It writes <|start_of_role|>.");
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
    void a_blank_answer_is_not_read_and_a_missing_question_is_an_empty_one() {
        ScriptedCompletionModel model = script.model();
        GuardianHarmCorrector corrector = corrector(model).build();

        assertThat(corrector.correct(REQUEST.withAnswer(" \n")).answer()).isEqualTo(" \n");
        assertThat(model.requests()).isEmpty();
        corrector.correct(REQUEST.withQuestion(""));
        assertThat(model.requests().get(0).prompt().text()).contains("user Message: \nassistant Message: Keep");
    }

    @Test
    void corrections_are_not_cached_unless_they_are_greedy() {
        ScriptedCompletionModel model = script.model();

        assertThatThrownBy(() -> CachingAligner.of(corrector(model).build(), 10, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(CachingAligner.of(corrector(model).temperature(0).build(), 10, Duration.ofHours(1))
                        .correct(REQUEST)
                        .changed())
                .isFalse();
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

    @Test
    void an_answer_that_still_streams_is_prefilled_into_the_detectors_prompt() {
        List<String> hints = new ArrayList<>();
        ScriptedCompletionModel scripted = script.model();
        CompletionModel model = new CompletionModel() {
            @Override
            public Completion complete(CompletionRequest request) {
                return scripted.complete(request);
            }

            @Override
            public void prefill(CompletionRequest request) {
                assertThat(request.adapter()).isEmpty();
                hints.add(request.prompt().text());
            }
        };
        String answer = "Keep quiet, nobody cares. ".repeat(20);
        try (var session = corrector(model).build().begin(REQUEST.withAnswer(""), Runnable::run)) {
            session.append(answer);
            session.complete(REQUEST.withAnswer(answer), CorrectionContext.DEFAULT);
        }

        String prompt = scripted.requests().get(0).prompt().text();
        assertThat(hints).isNotEmpty().allSatisfy(hint -> assertThat(prompt).startsWith(hint));
        assertThat(hints.get(hints.size() - 1)).contains("nobody cares.");
    }

    private static GuardianHarmCorrector.Builder corrector(CompletionModel model) {
        return GuardianHarmCorrector.builder(model, ScriptedGuardian::render, "harm-correction");
    }
}
