// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.springai.AlignerAdvisors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The block of the log that reports which chain aligns which bean. */
@ExtendWith(OutputCaptureExtension.class)
class AlignmentReportTest {

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withConfiguration(
                    AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
            .withBean(ChatModel.class, GrumpySpringModel::new)
            .withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
            .withBean("judge", GrumpyModel.class, GrumpyModel::new)
            .withBean("streaming", StreamingChatModel.class, GrumpyStreamingModel::new)
            .withBean("polite", Aligner.class, () -> new CountingAligner("bean"))
            .withBean(
                    "own",
                    ChatClient.class,
                    () -> ChatClient.builder(new GrumpySpringModel())
                            .defaultAdvisors(AlignerAdvisors.of(new CountingAligner("own")))
                            .build());

    @Test
    void the_log_says_in_one_block_which_clients_and_models_are_aligned_by_which_chain(CapturedOutput output) {
        runner.withPropertyValues(
                        "aligner.exclude=judge",
                        "aligner.aligners.civility.on-failure=fail-open",
                        "aligner.aligners.warm.adapter=embedded:empathy",
                        "aligner.aligners.warm.on-failure=refuse",
                        "aligner.aligners.warm.refusal=No.",
                        "aligner.chains.default.layers=civility",
                        "aligner.chains.strict.layers=polite,warm",
                        "aligner.chains.strict.applies-to=grumpy",
                        "aligner.chains.strict.structured-output=values",
                        "aligner.chains.spare.layers=civility")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output.toString().replace("\r\n", "\n")).contains("""
                        Aligner4J alignment report:
                          chain 'default': civility (checkpoint embedded, fail-open); structured output: skip, text beside tool calls: align
                            chatClientBuilder (ChatClient.Builder: each client built from it)
                            streaming (StreamingChatModel)
                          chain 'spare': civility (checkpoint embedded, fail-open); structured output: skip, text beside tool calls: align
                            no bean; for code that gets it from AlignerChains
                          chain 'strict': polite (a bean, fail-closed), then warm (checkpoint embedded with adapter embedded:empathy, refuse); structured output: values, text beside tool calls: align
                            grumpy (ChatModel)
                          not aligned: judge (ChatModel), aligner.exclude names it
                          not aligned: own (ChatClient), the application aligns it itself
                        """.strip());
    }

    @Test
    void a_layer_is_told_with_its_mode_share_condition_guards_and_policy(CapturedOutput output) {
        runner.withPropertyValues(
                        "aligner.exclude=judge",
                        "aligner.chains.default.layers[0].aligner=polite",
                        "aligner.chains.default.layers[0].name=first",
                        "aligner.chains.default.layers[0].mode=canary",
                        "aligner.chains.default.layers[0].share=0.5%",
                        "aligner.chains.default.layers[0].when.min-length=9",
                        "aligner.chains.default.layers[0].max-rounds=2",
                        "aligner.chains.default.layers[0].guards.numbers=true",
                        "aligner.chains.default.layers[0].guards.code=true",
                        "aligner.chains.default.layers[0].guards.max-edit-ratio=40%",
                        "aligner.chains.default.layers[0].judge=judge",
                        "aligner.chains.default.layers[0].on-failure=retry",
                        "aligner.chains.default.layers[0].retry.max-retries=2",
                        "aligner.chains.default.layers[0].retry.then=reprompt",
                        "aligner.chains.default.layers[0].reprompt.message=Again.",
                        "aligner.chains.default.layers[0].reprompt.then=refuse",
                        "aligner.chains.default.layers[0].refusal=No.",
                        "aligner.chains.default.layers[1].aligner=polite",
                        "aligner.chains.default.layers[1].mode=shadow",
                        "aligner.chains.default.thinking=drop")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .contains(
                        "  chain 'default': first (polite: a bean, canary 0.5%, on a condition, at most 2 rounds, guards code"
                                + " numbers max-edit-ratio=40%, judge judge, retry at most 2 times then reprompt once then refuse),"
                                + " then polite (a bean, shadow, fail-closed); structured output: skip, text beside tool calls:"
                                + " align, thinking: drop");
    }

    @Test
    void without_a_chain_default_the_block_says_what_is_left_out(CapturedOutput output) {
        runner.withPropertyValues("aligner.chains.strict.layers=civility", "aligner.chains.strict.applies-to=grumpy")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output)
                .contains(
                        "not aligned: chatClientBuilder (ChatClient.Builder: each client built from it), no chain names "
                                + "it, and there is no chain 'default'")
                .contains("not aligned: streaming (StreamingChatModel), no chain names it");
    }

    @Test
    void a_bean_that_is_made_later_is_told_once(CapturedOutput output) {
        runner.withBean("late", Object.class, GrumpyModel::new, definition -> {
                    definition.setLazyInit(true);
                    definition.setScope(BeanDefinition.SCOPE_PROTOTYPE);
                })
                .run(context -> {
                    context.getBean("late");
                    context.getBean("late");
                    context.getBean(ChatClient.Builder.class).build();
                });

        assertThat(output.toString().lines().filter(line -> line.contains("'late'")))
                .singleElement()
                .asString()
                .endsWith("'late' (ChatModel) is aligned by the chain 'default'");
        assertThat(output).doesNotContain("'chatClientBuilder'");
    }

    @Test
    void what_can_not_be_meant_stops_a_lazy_application_too() {
        runner.withInitializer(context -> context.addBeanFactoryPostProcessor(
                        new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("aligner.chains.default.layers=nobody")
                .run(context -> assertThat(context).hasFailed());
    }
}
