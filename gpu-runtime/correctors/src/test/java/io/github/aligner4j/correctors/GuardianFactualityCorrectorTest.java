// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.ContextUse;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

class GuardianFactualityCorrectorTest {

    private static final String WRONG = "No, Babbage is younger than Ada.";
    private static final String RIGHT = "No, Babbage, born in 1791, is older than Ada, born in 1815.";
    private static final CorrectionRequest REQUEST = CorrectionRequest.of(
                    "Is Ada Lovelace older than Charles Babbage?", WRONG)
            .withContext(List.of("Ada Lovelace was born in 1815.", "Charles Babbage was born in 1791."));

    private final ScriptedCompletionModel model = model(0.9, "{\"correction\": \"" + RIGHT + "\"}");

    @Test
    void an_ungrounded_answer_is_corrected_from_the_documents() {
        Correction correction = corrector(model).build().correct(REQUEST);

        assertThat(correction.answer()).isEqualTo(RIGHT);
        assertThat(correction.contextUse()).isEqualTo(new ContextUse(2, 0, false));
        assertThat(correction.detections()).singleElement().satisfies(detection -> {
            assertThat(detection.label()).isEqualTo("ungrounded");
            assertThat(detection.score()).isCloseTo(0.9, within(1e-9));
        });
        CompletionRequest gate = model.requests().get(0);
        assertThat(gate.adapter()).hasValue("guardian-core");
        assertThat(gate.prompt().text())
                .contains("### Criteria: " + GuardianFactualityCorrector.GROUNDEDNESS)
                .contains("last assistant's text");
        CompletionRequest last = model.requests().get(1);
        assertThat(last.adapter()).hasValue("factuality-correction");
        assertThat(last.sampling()).isEqualTo(SamplingParameters.GREEDY.withMaxNewTokens(64));
        assertThat(last.prompt().text())
                .contains("Documents: [{text=Ada Lovelace was born in 1815., doc_id=1},"
                        + " {text=Charles Babbage was born in 1791., doc_id=2}]")
                .contains("\n<guardian>You judge texts.")
                .endsWith("assistant<|end_of_role|>");
    }

    @Test
    void a_grounded_answer_costs_one_prefill_and_one_token() {
        ScriptedCompletionModel clean = model(0.1, "not asked for");
        Correction correction =
                AlignerStack.of("facts", corrector(clean).build()).correct(REQUEST);

        assertThat(correction.changed()).isFalse();
        assertThat(clean.requests()).hasSize(1);
        assertThat(correction.usage().completionTokens()).isEqualTo(1);
        assertThat(correction.layers().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(correction.layers().get(0).detections())
                .extracting(Detection::label)
                .containsExactly("ungrounded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", " none\\n", "None", WRONG, "  " + WRONG})
    void none_and_the_answer_itself_mean_that_nothing_is_wrong(String correction) {
        ScriptedCompletionModel unchanged = model(0.9, "{\"correction\": \"" + correction + "\"}");

        assertThat(corrector(unchanged).build().correct(REQUEST).changed()).isFalse();
    }

    @Test
    void without_context_there_is_nothing_to_compare_with() {
        CorrectionRequest bare = REQUEST.withContext(List.of(" "));
        GuardianFactualityCorrector corrector = corrector(model).build();
        Correction skipped = AlignerStack.builder("s")
                .layer(Layer.of("facts", corrector).withGate(LayerGate.WITH_CONTEXT))
                .build()
                .correct(bare);

        assertThat(corrector.correct(bare).changed()).isFalse();
        assertThat(skipped.layers().get(0).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(skipped.layers().get(0).detail()).isEqualTo("no passages were retrieved for the question");
        assertThat(LayerGate.WITH_CONTEXT.reasonToSkip(REQUEST)).isEmpty();
        assertThat(corrector.correct(REQUEST.withAnswer(" ")).changed()).isFalse();
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void without_a_gate_the_corrector_reads_every_answer() {
        Correction correction = GuardianFactualityCorrector.builder(model, Intrinsics::render, Intrinsics.correction())
                .adapter("factuality-correction")
                .build()
                .correct(REQUEST);

        assertThat(correction.answer()).isEqualTo(RIGHT);
        assertThat(correction.detections()).isEmpty();
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void the_threshold_decides() {
        ScriptedCompletionModel unsure = model(0.4, "{\"correction\": \"" + RIGHT + "\"}");

        assertThat(corrector(unsure).build().correct(REQUEST).changed()).isFalse();
        assertThat(corrector(unsure)
                        .threshold(0.4 - 1e-9)
                        .build()
                        .correct(REQUEST)
                        .changed())
                .isTrue();
    }

    @Test
    void JSON_that_is_broken_cut_off_or_of_the_wrong_type_is_rejected_with_the_detection() {
        assertRejected(
                "{\"correction\": \"No, Bab",
                "the output of 'factuality-correction', of 23 characters, is not JSON;"
                        + " check that the adapter belongs to the checkpoint and io.yaml to the adapter");
        assertRejected(
                "{\"correction\": 7}",
                "the JSON of 'factuality-correction' does not fit its response_format: 'correction' is not of type string;"
                        + " check that the adapter belongs to the checkpoint and io.yaml to the adapter");
        assertRejected(
                "{\"correction\": \"" + "a ".repeat(70) + "\"}",
                "the JSON of 'factuality-correction' was cut off after 64 tokens; raise max-new-tokens, or use shorter"
                        + " answers");
        assertRejected("{\"correction\": \"\"}", "it is empty, but the answer is not");
        assertRejected(
                "{\"correction\": \"a\\ud83d\"}",
                "it has a broken or invisible character, U+D83D, that the answer lacks; if this happens often, check that"
                        + " the checkpoint's tokenizer is its own");
    }

    private static void assertRejected(String output, String objection) {
        AlignerException failure = catchThrowableOfType(
                AlignerException.class,
                () -> corrector(model(0.9, output)).build().correct(REQUEST));
        assertThat(failure)
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessage("the correction was rejected: " + objection);
        assertThat(failure.detections()).extracting(Detection::label).containsExactly("ungrounded");
    }

    @Test
    void the_answer_is_delivered_at_once() {
        List<String> chunks = new ArrayList<>();
        corrector(model).build().correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(chunks).containsExactly(RIGHT);
    }

    @Test
    void both_steps_share_timeout_and_limit_of_new_tokens() {
        Instant start = Instant.parse("2300-01-01T00:00:00Z");
        corrector(model)
                .timeout(Duration.ofSeconds(5))
                .clock(() -> start)
                .build()
                .correct(REQUEST);

        assertThat(model.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.deadline()).hasValue(start.plusSeconds(5)));
        assertThatThrownBy(
                        () -> corrector(model).build().correct(REQUEST, CorrectionContext.DEFAULT.withMaxNewTokens(1)))
                .isInstanceOf(CorrectionRejectedException.class);
        assertThatThrownBy(() -> corrector(model)
                        .build()
                        .correct(REQUEST, CorrectionContext.DEFAULT.withDeadline(Instant.EPOCH)))
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void settings_are_checked() {
        assertThatThrownBy(() -> GuardianFactualityCorrector.builder(model, Intrinsics::render, Intrinsics.gate())
                        .adapter("a")
                        .build())
                .hasMessage("'guardian-core' has no property 'correction' in its response_format; use the definition of"
                        + " factuality-correction");
        assertThatThrownBy(() -> GuardianFactualityCorrector.builder(model, Intrinsics::render, Intrinsics.correction())
                        .build())
                .hasMessage("'factuality-correction' needs the name of its adapter, as io.yaml has no 'model'");
        IntrinsicDefinition labels = IntrinsicDefinition.parse(Intrinsics.POLICY.replace("{policy_text}", "None."));
        assertThatThrownBy(() -> corrector(model).gate(labels, null).build())
                .hasMessage("'policy-guardrails' gives labels, but the gate of a corrector must give a score; use"
                        + " guardian-core");
        assertThat(corrector(model).build().deterministic()).isTrue();
    }

    private static GuardianFactualityCorrector.Builder corrector(ScriptedCompletionModel model) {
        return GuardianFactualityCorrector.builder(model, Intrinsics::render, Intrinsics.correction())
                .adapter("factuality-correction")
                .gate(Intrinsics.gate(), "guardian-core");
    }

    private static ScriptedCompletionModel model(double yes, String correction) {
        return ScriptedCompletionModel.completing(request -> gate(request) ? yes > 0.5 ? "yes" : "no" : correction)
                .logprobsBy(request -> List.of(
                        yes > 0.5
                                ? Intrinsics.position("yes", yes, "no", 1 - yes)
                                : Intrinsics.position("no", 1 - yes, "yes", yes)));
    }

    private static boolean gate(CompletionRequest request) {
        return request.adapter().orElse("").equals("guardian-core");
    }
}
