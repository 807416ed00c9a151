// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.DisabledChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;

import static org.assertj.core.api.Assertions.assertThat;

class LangChain4jAlignmentTest {

    private final ApplicationContextRunner runner =
            Contexts.enabled().withBean("grumpy", ChatModel.class, GrumpyModel::new);

    @Test
    void each_chat_model_is_aligned_once_in_its_place() {
        runner.withBean("other", ChatModel.class, GrumpyModel::new).run(context -> {
            assertThat(context.getBeansOfType(ChatModel.class)).hasSize(2);
            assertThat(answer(context.getBean("grumpy"))).isEqualTo("grmpf+civility");
            assertThat(answer(context.getBean("other"))).isEqualTo("grmpf+civility");
        });
    }

    @Test
    void each_streaming_model_is_aligned_once_in_its_place() {
        Contexts.enabled()
                .withBean(StreamingChatModel.class, GrumpyStreamingModel::new)
                .run(context -> assertThat(GrumpyStreamingModel.answerOf(context.getBean(StreamingChatModel.class)))
                        .isEqualTo("grmpf+civility"));
    }

    @Test
    void chains_bind_the_beans_they_name_and_default_the_rest() {
        runner.withBean("other", ChatModel.class, GrumpyModel::new)
                .withPropertyValues(
                        "aligner.aligners.polite.device=cpu",
                        "aligner.aligners.short.device=cpu",
                        "aligner.chains.default.layers=polite",
                        "aligner.chains.strict.layers=polite,short",
                        "aligner.chains.strict.applies-to=other")
                .run(context -> {
                    assertThat(answer(context.getBean("grumpy"))).isEqualTo("grmpf+polite");
                    assertThat(answer(context.getBean("other"))).isEqualTo("grmpf+polite+short");
                });
    }

    @Test
    void without_a_chain_default_only_named_beans_are_aligned() {
        runner.withBean("other", ChatModel.class, GrumpyModel::new)
                .withPropertyValues("aligner.chains.strict.layers=civility", "aligner.chains.strict.applies-to=other")
                .run(context -> {
                    assertThat(context.getBean("grumpy")).isInstanceOf(GrumpyModel.class);
                    assertThat(answer(context.getBean("other"))).isEqualTo("grmpf+civility");
                });
    }

    @Test
    void a_chains_policies_reach_the_models_it_aligns() {
        ChatModel structured = new GrumpyModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("{\"mood\": \"very bad\"}"))
                        .build();
            }
        };
        Contexts.enabled()
                .withBean("structured", ChatModel.class, () -> structured)
                .withPropertyValues(
                        "aligner.chains.default.layers=civility",
                        "aligner.chains.default.structured-output=values",
                        "aligner.chains.default.tool-turn-text=drop",
                        "aligner.chains.default.thinking-opened=true")
                .run(context -> {
                    assertThat(answer(context.getBean("structured"))).isEqualTo("{\"mood\": \"very bad+civility\"}");
                    assertThat(((AlignedChatModel) context.getBean("structured")).options())
                            .isEqualTo(AlignmentOptions.DEFAULT
                                    .withStructuredOutput(StructuredOutputPolicy.VALUES)
                                    .withToolCallText(ToolCallTextPolicy.DROP)
                                    .withThinkingOpened(true));
                });
    }

    @Test
    void excluded_models_stay_as_they_are() {
        runner.withPropertyValues("aligner.exclude=grumpy")
                .run(context -> assertThat(context.getBean("grumpy")).isInstanceOf(GrumpyModel.class));
    }

    @Test
    void models_that_align_already_and_disabled_ones_stay_as_they_are() {
        AlignedChatModel own =
                AlignedChatModel.wrap(new GrumpyModel(), (request, context) -> Correction.of(request.answer(), "own"));
        Contexts.enabled()
                .withBean("own", ChatModel.class, () -> own)
                .withBean("disabled", ChatModel.class, DisabledChatModel::new)
                .run(context -> {
                    assertThat(context.getBean("own")).isSameAs(own);
                    assertThat(context.getBean("disabled")).isInstanceOf(DisabledChatModel.class);
                });
    }

    @Test
    void a_scoped_model_is_aligned_once() {
        runner.withUserConfiguration(ScopedModel.class)
                .run(context -> assertThat(answer(context.getBean("scoped"))).isEqualTo("grmpf+civility"));
    }

    @Test
    void a_bean_of_both_kinds_is_refused() {
        Contexts.enabled().withBean("both", GrumpyBoth.class, GrumpyBoth::new).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription())
                    .isEqualTo("The bean 'both' (" + GrumpyBoth.class.getName() + ") can't be aligned, since it is"
                            + " both a ChatModel and a StreamingChatModel, and no aligned model is both.");
            assertThat(Contexts.analysis(context).getAction())
                    .isEqualTo("Define a bean for each, or add 'both' to aligner.exclude to leave it unaligned.");
        });
    }

    @Test
    void injection_of_the_models_own_class_fails_with_an_explanation() {
        Contexts.enabled()
                .withBean("grumpy", GrumpyModel.class, GrumpyModel::new)
                .withBean(NeedsGrumpy.class)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription())
                            .isEqualTo("The bean 'grumpy' is requested as " + GrumpyModel.class.getName()
                                    + ", but with aligner.enabled=true it is an AlignedChatModel that corrects the answers"
                                    + " of that model.");
                    assertThat(Contexts.analysis(context).getAction()).contains("add 'grumpy' to aligner.exclude");
                });
    }

    @Test
    void a_model_that_an_aligner_needs_must_be_excluded() {
        ApplicationContextRunner judged = Contexts.enabled()
                .withUserConfiguration(JudgeConfiguration.class)
                .withPropertyValues("aligner.chains.default.layers=judged");
        judged.run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription())
                    .isEqualTo("The bean 'judge' can't be aligned, since an Aligner depends on it.");
            assertThat(Contexts.analysis(context).getAction())
                    .isEqualTo("Add 'judge' to aligner.exclude, so that the Aligner gets the unaligned model.");
        });
        judged.withPropertyValues("aligner.exclude=judge")
                .run(context -> assertThat(context.getBean("judge")).isInstanceOf(GrumpyModel.class));
    }

    @Test
    void the_cycle_is_found_from_the_side_of_the_aligner_too() {
        Contexts.enabled()
                .withBean("first", Object.class, Object::new, definition -> definition.setDependsOn("alignerChains"))
                .withUserConfiguration(JudgeConfiguration.class)
                .withPropertyValues("aligner.chains.default.layers=judged")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("The bean 'judge' can't be aligned, since an Aligner depends on it."));
    }

    @Test
    void without_langchain4j_the_starter_does_without() {
        Contexts.enabled()
                .withClassLoader(new FilteredClassLoader("dev.langchain4j"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AlignerChains.class)
                        .doesNotHaveBean("chatModelAligningPostProcessor"));
    }

    private static String answer(Object model) {
        return ((ChatModel) model).chat("hi");
    }

    /** Wants the class itself. */
    static final class NeedsGrumpy {

        @Autowired
        NeedsGrumpy(GrumpyModel model) {
            model.listeners();
        }
    }

    /** Both kinds in one class. */
    static final class GrumpyBoth extends GrumpyModel implements StreamingChatModel {

        @Override
        public void chat(ChatRequest request, StreamingChatResponseHandler handler) {}

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {}

        @Override
        public Set<Capability> supportedCapabilities() {
            return Set.of();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return List.of();
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OTHER;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ScopedModel {

        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
        ChatModel scoped() {
            return new GrumpyModel();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JudgeConfiguration {

        @Bean
        ChatModel judge() {
            return new GrumpyModel();
        }

        @Bean
        Aligner judged(ChatModel judge) {
            return (request, context) -> Correction.of(request.answer(), judge.chat(request.answer()));
        }
    }
}
