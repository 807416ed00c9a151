// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Invalid settings of layers stop the application with a description and a remedy. */
class LayerSetupFailureTest {

    private static final String GROUP = "aligner.chains.default.layers[0]";

    private final ApplicationContextRunner runner =
            Contexts.enabled().withBean("polite", Aligner.class, () -> Aligner.of(request -> "polite"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    aligner=                    | .                          | {} has no aligner. | Set {}.aligner to the name of an Aligner.
                    name=                       | .                          | {}.name is blank. | Set it, or leave it out.
                    judge=                      | .                          | {}.judge is blank. | Set it, or leave it out.
                    share-by=a,,b               | .                          | {}.share-by is blank. | Set it, or leave it out.
                    share=5%                    | .                          | {}.share is 5%, but has no effect without the mode canary or shadow. | Set {}.mode to canary or shadow, or remove the share.
                    share=0.5                   | mode=off                   | {}.share is 0.5, but has no effect without the mode canary or shadow. | Set {}.mode to canary or shadow, or remove the share.
                    mode=canary                 | .                          | {}.mode is 'canary', but there is no share. | Set {}.share to the share of the answers that the layer corrects, such as 5%.
                    mode=canary                 | share=101%                 | {}.share is 101%, but must be from 0 to 1. | Set it to a share such as 0.5 or 50%, or leave it out.
                    guards.max-growth=-1        | .                          | {}.guards.max-growth is -1, but must be at least 0. | Set it to a share such as 0.5 or 50%, or leave it out.
                    guards.max-shrink=2         | .                          | {}.guards.max-shrink is 2, but must be from 0 to 1. | Set it to a share such as 0.5 or 50%, or leave it out.
                    guards.max-edit-ratio=-10%  | .                          | {}.guards.max-edit-ratio is -10%, but must be from 0 to 1. | Set it to a share such as 0.5 or 50%, or leave it out.
                    max-rounds=0                | .                          | {}.max-rounds is 0, but must be at least 1. | Raise it, or leave it out for the default.
                    refusal=No.                 | on-failure=fail-open       | {}.refusal is set, but has no effect without the failure policy 'refuse'. | Set {}.on-failure to 'refuse', or remove the refusal.
                    on-failure=refuse           | .                          | {} has the failure policy 'refuse', but there is no refusal. | Set {}.refusal to the text that users read instead of the answer.
                    on-failure=retry            | retry.then=refuse          | {} has the failure policy 'refuse', but there is no refusal. | Set {}.refusal to the text that users read instead of the answer.
                    retry.max-retries=2         | .                          | {}.retry is set, but has no effect without the failure policy 'retry'. | Set {}.on-failure to 'retry', or remove the retry.
                    reprompt.message=Again.     | on-failure=retry           | {}.reprompt is set, but has no effect without the failure policy 'reprompt'. | Set {}.on-failure to 'reprompt', or remove the reprompt.
                    on-failure=reprompt         | .                          | {} has the failure policy 'reprompt', but no reprompt.message. | Set {}.reprompt.message to the message that tells the upstream model what was wrong.
                    on-failure=retry            | retry.max-retries=0        | {}.retry.max-retries is 0, but must be at least 1. | Raise it, or leave it out for the default.
                    on-failure=retry            | retry.then=retry           | The failure policies of {} lead from 'retry' back to it. | Set retry.then or reprompt.then to fail-closed, fail-open or refuse.
                    on-failure=retry            | retry.aligner=nobody       | The chain 'default' uses the Aligner 'nobody', but no Aligner has this name. | Define aligner.aligners.nobody or an Aligner bean 'nobody', or choose from [civility, polite].
                    judge=nobody                | .                          | {}.judge is 'nobody', but no chat model is a bean of this name; there are []. | Set it to the name of a bean of type ChatModel, StreamingChatModel or ChatClient.
                    when.label=toxic            | when.detector=nobody       | The layer 'polite' of the chain 'default' has the detector 'nobody', but no bean has this name. | Set it to one of [], or define the bean.
                    when.label=toxic            | .                          | {}.when.chat-model is not set, and there is not exactly one chat model, but []. | Set it to the name of the chat model to ask.
                    when.language=xx            | .                          | The layer 'polite' of the chain 'default' has the language 'xx', which OpenNLP does not detect. | *
                    when.detector=polite        | .                          | {}.when has a detector, but no label. | Set {}.when.label to one of its labels.
                    when.chat-model=m           | .                          | {}.when.chat-model is set, but there is no label by a prompt. | Set {}.when.label without a detector, or remove the chat-model.
                    when.min-length=9           | when.max-length=8          | {}.when.min-length is 9, but must be at most the max-length of 8. | Lower it, or raise the max-length.
                    when.min-length=0           | .                          | {}.when.min-length is 0, but must be at least 1. | Raise it, or leave it out for the default.
                    when.threshold=0.3          | when.min-length=9          | {}.when.threshold is 0.3, but has no effect without a label or a language. | Set {}.when.label or {}.when.language; the threshold of the Aligner's own detector is aligner.aligners.<name>.threshold.
                    when.threshold=1.3          | when.label=toxic           | {}.when.threshold is 1.3, but must be between 0 and 1. | Set it to a score such as 0.5, or leave it out.
                    when.answer=(               | .                          | {}.when.answer is no regular expression: Unclosed group at character 1. | Correct it; the syntax is that of java.util.regex.Pattern.
                    """)
    void what_can_not_be_meant_is_refused(String first, String second, String description, String action) {
        List<String> properties = new ArrayList<>(List.of(GROUP + ".aligner=polite", GROUP + "." + first));
        if (!second.equals(".")) {
            properties.add(GROUP + "." + second);
        }
        fails(description.replace("{}", GROUP), action.replace("{}", GROUP), properties.toArray(String[]::new));
    }

    private void fails(String description, String action, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription()).isEqualTo(description);
            if (!action.equals("*")) {
                assertThat(Contexts.analysis(context).getAction()).isEqualTo(action);
            }
        });
    }

    @Test
    void two_layers_of_a_chain_have_two_names() {
        fails(
                "Two layers of the chain 'default' have the name 'polite'.",
                "Set aligner.chains.default.layers[1].name to another one, or remove the layer.",
                "aligner.chains.default.layers=polite,polite");
    }

    @Test
    void failure_policies_of_layers_are_none_of_an_aligner() {
        fails(
                "aligner.aligners.a.on-failure is 'retry', which is a failure policy of layers.",
                "Set aligner.chains.<name>.layers[n].on-failure to 'retry' instead.",
                "aligner.aligners.a.on-failure=retry");
    }

    @Test
    void a_route_has_the_chat_model_of_its_router() {
        fails(
                "aligner.aligners.a.routes[0].when.chat-model is set, but the labels of all routes are found by one"
                        + " prompt.",
                "Set aligner.aligners.a.chat-model instead.",
                "aligner.aligners.a.routes[0].aligner=polite",
                "aligner.aligners.a.routes[0].when.label=x",
                "aligner.aligners.a.routes[0].when.chat-model=m");
    }

    @Test
    void the_shadow_queue_has_threads_and_places() {
        fails(
                "aligner.shadow.threads is 0, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.shadow.threads=0");
        fails(
                "aligner.shadow.max-queued is 0, but must be at least 1.",
                "Raise it, or leave it out for the default.",
                "aligner.shadow.max-queued=0");
    }

    @Test
    void a_share_that_is_no_number_is_told_with_its_property() {
        runner.withPropertyValues(GROUP + ".aligner=polite", GROUP + ".mode=canary", GROUP + ".share=five")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(GROUP + ".share")
                        .rootCause()
                        .hasMessage("a share must be a number such as 0.05 or 5%, but was 'five'"));
    }

    @ParameterizedTest
    @CsvSource({
        GROUP + ".alinger, " + GROUP + ".aligner",
        GROUP + ".guards.number, " + GROUP + ".guards.numbers",
        GROUP + ".retry.max-retrys, " + GROUP + ".retry.max-retries",
        "aligner.shadow.max-queue, aligner.shadow.max-queued",
    })
    void a_misspelt_property_of_a_layer_is_refused(String property, String meant) {
        runner.withPropertyValues(GROUP + ".aligner=polite", property + "=1")
                .run(context ->
                        assertThat(Contexts.analysis(context).getAction()).startsWith("Did you mean '" + meant + "'"));
    }

    @ParameterizedTest
    @CsvSource({
        "aligner.chains.default.layers, " + GROUP + ".guards.numbers",
        GROUP + ", " + GROUP + ".mode",
    })
    void the_short_form_of_a_layer_hides_no_settings(String shortForm, String hidden) {
        runner.withPropertyValues(shortForm + "=polite", hidden + "=off").run(context -> {
            assertThat(Contexts.analysis(context).getDescription())
                    .startsWith("The property '" + shortForm + "' has a value, but so have properties below it");
            assertThat(Contexts.analysis(context).getAction())
                    .isEqualTo(
                            "Remove '" + shortForm + "', or the properties below it, which have no effect beside it.");
        });
    }

    @Test
    void an_environment_variable_sets_a_layer() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                "systemEnvironment",
                                new org.springframework.core.env.SystemEnvironmentPropertySource(
                                        "systemEnvironment",
                                        java.util.Map.of(
                                                "ALIGNER_CHAINS_DEFAULT_LAYERS_0_ALIGNER", "polite",
                                                "ALIGNER_CHAINS_DEFAULT_LAYERS_0_MAXROUNDS", "2"))))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void fractions_are_numbers_or_percent() {
        assertThat(Arrays.asList("5%", "0.05", " 5 % ", "0.0500").stream().map(Fraction::of))
                .containsOnly(Fraction.of("0.05"));
        assertThat(Fraction.of("150%").value()).isEqualTo(1.5);
        assertThat(Fraction.of(" 5 %")).hasToString("5 %");
    }
}
