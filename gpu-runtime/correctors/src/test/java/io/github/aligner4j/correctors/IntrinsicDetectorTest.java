// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class IntrinsicDetectorTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.builder("Who is older?", "Ada is.")
            .conversation(List.of(new Turn(Turn.Role.USER, "Hi"), new Turn(Turn.Role.ASSISTANT, "Hello")))
            .context(List.of("Ada was born in 1815."))
            .build();

    @Test
    void a_score_costs_one_prefill_and_one_token() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("no")
                .logprobsBy(request -> List.of(Intrinsics.position("no", 0.6, "yes", 0.2, "maybe", 0.1)));
        Detection detection = gate(model).detect(REQUEST, CorrectionContext.DEFAULT);

        assertThat(detection.label()).isEqualTo("ungrounded");
        assertThat(detection.score()).isCloseTo(0.2 / 0.8, within(1e-9));
        assertThat(detection.usage().completionTokens()).isEqualTo(1);
        CompletionRequest request = model.requests().get(0);
        assertThat(request.adapter()).hasValue("guardian-core");
        assertThat(request.topLogprobs()).isEqualTo(10);
        assertThat(request.sampling()).isEqualTo(SamplingParameters.GREEDY.withMaxNewTokens(1));
        assertThat(request.prompt().text()).isEqualTo("""
                        <|start_of_role|>system<|end_of_role|>Documents: [{text=Ada was born in 1815., doc_id=1}]<|end_of_text|>
                        <|start_of_role|>user<|end_of_role|>Hi<|end_of_text|>
                        <|start_of_role|>assistant<|end_of_role|>Hello<|end_of_text|>
                        <|start_of_role|>user<|end_of_role|>Who is older?<|end_of_text|>
                        <|start_of_role|>assistant<|end_of_role|>Ada is.<|end_of_text|>
                        <|start_of_role|>user<|end_of_role|><guardian>You judge texts.

                        ### Criteria: It is not in the documents.

                        ### Scoring Schema: If the last assistant's text meets the criteria, return 'yes'; otherwise, return 'no'.<|end_of_text|>
                        <|start_of_role|>assistant<|end_of_role|>{"score": \"""");
    }

    @Test
    void the_score_is_the_one_that_granite_common_computes_from_the_whole_JSON() {
        // With a second property, the whole JSON is generated.
        IntrinsicDefinition whole = IntrinsicDefinition.parse(
                Intrinsics.GATE.replace("\"score\": {", "\"why\": {\"type\": \"string\"}, \"score\": {"));
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("{\"why\": \"\\u00e9\", \"score\": \"no\"}")
                .logprobsBy(request -> List.of(
                        Intrinsics.position("{\"why\": \"\\u00e9\", \"sc", 1.0),
                        Intrinsics.position("ore\": \"", 1.0),
                        Intrinsics.position("no", 0.6, "yes", 0.1, "ye", 0.1, "maybe", 0.1),
                        Intrinsics.position("\"}", 1.0)));
        Detection detection = detector(model, whole).detect(REQUEST, CorrectionContext.DEFAULT);

        assertThat(detection.score()).isCloseTo(0.2 / 0.8, within(1e-9));
        assertThat(model.requests().get(0).sampling().maxNewTokens()).hasValue(15);
        assertThat(model.requests().get(0).prompt().text()).endsWith("assistant<|end_of_role|>");
    }

    @Test
    void a_category_that_ends_a_token_of_the_JSON_is_certain() {
        IntrinsicDefinition whole = IntrinsicDefinition.parse(
                Intrinsics.GATE.replace("\"score\": {", "\"why\": {\"type\": \"string\"}, \"score\": {"));
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("{\"score\": \"yes\"}")
                .logprobsBy(request -> Intrinsics.certain("{\"score\": ", "\"yes\"", "}"));

        assertThat(detector(model, whole)
                        .detect(REQUEST, CorrectionContext.DEFAULT)
                        .score())
                .isEqualTo(1);
    }

    @Test
    void log_probabilities_of_another_text_are_refused() {
        IntrinsicDefinition whole = IntrinsicDefinition.parse(
                Intrinsics.GATE.replace("\"score\": {", "\"why\": {\"type\": \"string\"}, \"score\": {"));
        ScriptedCompletionModel other = ScriptedCompletionModel.answering("{\"score\": \"yes\"}")
                .logprobsBy(request -> Intrinsics.certain("{\"", "\uFFFD", "yes", "\"}"));
        ScriptedCompletionModel none =
                ScriptedCompletionModel.answering("{\"score\": \"yes\"}").logprobsBy(request -> List.of());

        assertThatThrownBy(() -> detector(other, whole).detect(REQUEST, CorrectionContext.DEFAULT))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the log probabilities of the model are not those of its text, so no likelihood can be"
                        + " computed; use an engine that returns them for each token");
        assertThatThrownBy(() -> detector(none, whole).detect(REQUEST, CorrectionContext.DEFAULT))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage(
                        "the model gave no log probabilities, which a detector's score is computed from; use an engine"
                                + " that returns them");
    }

    @Test
    void a_token_may_be_half_a_category_or_have_the_closing_quote() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("y")
                .logprobsBy(request -> List.of(Intrinsics.position("y", 0.5, "no\"}", 0.25)));

        assertThat(gate(model).detect(REQUEST, CorrectionContext.DEFAULT).score())
                .isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void an_answer_beyond_the_categories_is_a_failure() {
        for (String token : List.of("maybe", "", " ")) {
            ScriptedCompletionModel model = ScriptedCompletionModel.answering(token)
                    .logprobsBy(request -> List.of(Intrinsics.position("x", 0.9, "yes", 0.1)));
            assertThatThrownBy(() -> gate(model).detect(REQUEST, CorrectionContext.DEFAULT))
                    .isInstanceOf(AlignerException.class)
                    .hasMessage("'guardian-core' answered none of [yes, no]; check that the adapter belongs to the"
                            + " checkpoint");
        }
    }

    @Test
    void yes_and_no_are_a_score_without_a_likelihood_too() {
        IntrinsicDefinition plain = IntrinsicDefinition.parse(
                Intrinsics.GATE.replaceAll("(?s)transformations:.*?instruction", "transformations: ~\ninstruction"));
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes")
                .logprobsBy(request -> List.of(Intrinsics.position("yes", 0.9, "no", 0.05)));

        assertThat(detector(model, plain)
                        .detect(REQUEST, CorrectionContext.DEFAULT)
                        .score())
                .isCloseTo(0.9 / 0.95, within(1e-9));
    }

    @Test
    void one_of_several_strings_is_a_label_with_its_probability() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("{\"label\":\"Ambiguous\"}")
                .logprobsBy(request -> List.of(
                        Intrinsics.position("{\"label\":\"", 1.0),
                        Intrinsics.position("Amb", 0.6, "Yes", 0.3, "The", 0.1),
                        Intrinsics.position("iguous\"}", 1.0)));
        IntrinsicDetector policy = IntrinsicDetector.builder(model, Intrinsics::render, Intrinsics.policy())
                .argument("policy_text", "No jokes.")
                .build();
        Detection detection = policy.detect(REQUEST, CorrectionContext.DEFAULT);

        assertThat(detection.label()).isEqualTo("Ambiguous");
        assertThat(detection.score()).isCloseTo(0.6 / 0.9, within(1e-9));
        assertThat(model.requests().get(0).adapter()).hasValue("policy-adapter");
        assertThat(model.requests().get(0).prompt().text())
                .contains("<guardian> Is this compliant? Policy: No jokes. Answer like \"{\"label\":\"Yes\"}\".");
        assertThat(LayerGate.of(policy, "No", 0.5).reasonToSkip(REQUEST))
                .hasValue("detected Ambiguous (score 0.667), and the layer corrects No from score 0.500 on");
    }

    @Test
    void broken_JSON_and_JSON_of_another_shape_are_failures_that_quote_nothing() {
        assertFailure(
                "{\"label\": \"Yes",
                "the output of 'policy-guardrails', of 14 characters, is not JSON; check that the adapter belongs to the"
                        + " checkpoint and io.yaml to the adapter");
        assertFailure(
                "{\"label\": \"Perhaps\"}",
                "the JSON of 'policy-guardrails' does not fit its response_format: 'label' is none of the allowed values;"
                        + " check that the adapter belongs to the checkpoint and io.yaml to the adapter");
        assertFailure(
                "{\"label\": \"Yes\", \"secret\": 1}",
                "the JSON of 'policy-guardrails' does not fit its response_format: a property beyond the known ones is"
                        + " not allowed; check that the adapter belongs to the checkpoint and io.yaml to the adapter");
        assertFailure(
                "{} {}",
                "the output of 'policy-guardrails', of 5 characters, is not JSON; check that the adapter belongs to the"
                        + " checkpoint and io.yaml to the adapter");
        assertFailure(
                "{\"label\": \"" + "a ".repeat(30) + "\"}",
                "the JSON of 'policy-guardrails' was cut off after 20 tokens; raise max-new-tokens, or use shorter"
                        + " answers");
    }

    private static void assertFailure(String output, String message) {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering(output);
        IntrinsicDetector policy = IntrinsicDetector.builder(model, Intrinsics::render, Intrinsics.policy())
                .argument("policy_text", "No jokes.")
                .build();
        assertThatThrownBy(() -> policy.detect(REQUEST, CorrectionContext.DEFAULT))
                .isInstanceOf(AlignerException.class)
                .hasMessage(message);
    }

    @Test
    void settings_are_checked() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes");
        IntrinsicDetector.Builder gate = IntrinsicDetector.builder(model, Intrinsics::render, Intrinsics.gate());

        assertThatThrownBy(gate::build)
                .hasMessage("'guardian-core' needs the name of its adapter, as io.yaml has no 'model'");
        gate.adapter("guardian-core").argument("criteria", "It is rude.");
        assertThatThrownBy(gate::build)
                .hasMessage("the instruction of 'guardian-core' needs the argument 'target_role'");
        gate.argument("target_role", "assistant").argument("policy", "None.");
        assertThatThrownBy(gate::build)
                .hasMessage("the instruction of 'guardian-core' has no place for 'policy'; it has places for [criteria,"
                        + " target_role]");
        assertThatThrownBy(() -> IntrinsicDetector.builder(model, Intrinsics::render, Intrinsics.correction())
                        .adapter("a")
                        .build())
                .hasMessage(
                        "'factuality-correction' answers neither a likelihood nor one of several strings, so it can't"
                                + " be used as a detector");
        IntrinsicDefinition percent = IntrinsicDefinition.parse(Intrinsics.GATE.replace("1.0", "100.0"));
        assertThatThrownBy(() -> detector(model, percent))
                .hasMessage("a detector's values must be between 0 and 1, but 'yes' of 'guardian-core' is 100.0");
    }

    @Test
    void documents_can_be_a_message() {
        CorrectionRequest two = REQUEST.withContext(List.of("Ada: 1815", "Babbage: \u00e9"));
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("yes");
        detector(model, IntrinsicDefinition.parse(Intrinsics.GATE + "docs_as_message: string\n"))
                .detect(two, CorrectionContext.DEFAULT);
        detector(model, IntrinsicDefinition.parse(Intrinsics.GATE + "docs_as_message: json\n"))
                .detect(two, CorrectionContext.DEFAULT);

        assertThat(model.requests().get(0).prompt().text())
                .startsWith("<|start_of_role|>user<|end_of_role|>You have access to the following documents:\n\n"
                        + "[Document 1]\nAda: 1815\n\n[Document 2]\nBabbage: \u00e9<|end_of_text|>");
        assertThat(model.requests().get(1).prompt().text())
                .startsWith("<|start_of_role|>user<|end_of_role|>[{\"text\": \"Ada: 1815\", \"doc_id\": \"1\"},"
                        + " {\"text\": \"Babbage: \\u00E9\", \"doc_id\": \"2\"}]<|end_of_text|>");
    }

    private static IntrinsicDetector gate(ScriptedCompletionModel model) {
        return detector(model, Intrinsics.gate());
    }

    private static IntrinsicDetector detector(ScriptedCompletionModel model, IntrinsicDefinition definition) {
        return IntrinsicDetector.builder(model, Intrinsics::render, definition)
                .adapter("guardian-core")
                .argument("criteria", "It is not in the documents.")
                .argument("target_role", "assistant")
                .label("ungrounded")
                .build();
    }
}
