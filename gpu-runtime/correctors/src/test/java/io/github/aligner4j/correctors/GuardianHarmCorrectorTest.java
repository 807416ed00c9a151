// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt.SpecialToken;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
