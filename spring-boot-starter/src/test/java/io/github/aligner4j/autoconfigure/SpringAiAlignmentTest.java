// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.springai.AlignerAdvisors;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class SpringAiAlignmentTest {

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withConfiguration(
                    AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
            .withBean(ChatModel.class, GrumpySpringModel::new);

    @Test
    void clients_of_the_auto_configured_builder_are_aligned_once() {
        runner.run(context -> {
            ChatClient client = context.getBean(ChatClient.Builder.class).build();
            assertThat(answer(client)).isEqualTo("grmpf+civility");
            assertThat(streamed(client)).isEqualTo("grmpf+civility");
        });
    }

    @Test
    void client_beans_are_aligned_once_wherever_they_come_from() {
        runner.withUserConfiguration(Clients.class).run(context -> {
            assertThat(answer(context.getBean("built", ChatClient.class))).isEqualTo("grmpf+civility");
            assertThat(answer(context.getBean("created", ChatClient.class))).isEqualTo("grmpf+civility");
            assertThat(streamed(context.getBean("created", ChatClient.class))).isEqualTo("grmpf+civility");
            assertThat(answer(context.getBean("ownBuilder", ChatClient.Builder.class)
                            .build()))
                    .isEqualTo("grmpf+civility");
        });
    }

    @Test
    void a_client_that_the_application_aligned_itself_stays_as_it_is() {
        runner.withUserConfiguration(Clients.class)
                .run(context -> assertThat(answer(context.getBean("own", ChatClient.class)))
                        .isEqualTo("grmpf+own"));
    }

    @Test
    void a_chain_that_names_a_client_wins() {
        runner.withUserConfiguration(Clients.class)
                .withPropertyValues(
                        "aligner.aligners.polite.device=cpu",
                        "aligner.aligners.short.device=cpu",
                        "aligner.chains.default.layers=polite",
                        "aligner.chains.strict.layers=short",
                        "aligner.chains.strict.applies-to=built,own,created")
                .run(context -> {
                    assertThat(answer(context.getBean("built", ChatClient.class)))
                            .isEqualTo("grmpf+short");
                    assertThat(answer(context.getBean("own", ChatClient.class))).isEqualTo("grmpf+short");
                    assertThat(answer(context.getBean("created", ChatClient.class)))
                            .isEqualTo("grmpf+short");
                    assertThat(answer(context.getBean("ownBuilder", ChatClient.Builder.class)
                                    .build()))
                            .isEqualTo("grmpf+polite");
                });
    }

    @Test
    void without_a_chain_default_only_named_clients_are_aligned() {
        runner.withUserConfiguration(Clients.class)
                .withPropertyValues("aligner.chains.strict.layers=civility", "aligner.chains.strict.applies-to=created")
                .run(context -> {
                    assertThat(answer(context.getBean("built", ChatClient.class)))
                            .isEqualTo("grmpf");
                    assertThat(answer(context.getBean("created", ChatClient.class)))
                            .isEqualTo("grmpf+civility");
                });
    }

    @Test
    void a_chains_policies_reach_the_clients_it_aligns() {
        GrumpySpringModel structured = new GrumpySpringModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
                return new ChatResponse(
                        List.of(new Generation(new AssistantMessage("hm</think>{\"mood\": \"very bad\"}"))));
            }
        };
        runner.withBean("structured", ChatClient.class, () -> ChatClient.create(structured))
                .withPropertyValues(
                        "aligner.chains.default.layers=civility",
                        "aligner.chains.default.structured-output=values",
                        "aligner.chains.default.thinking-opened=true")
                .run(context -> assertThat(answer(context.getBean("structured", ChatClient.class)))
                        .isEqualTo("hm</think>{\"mood\": \"very bad+civility\"}"));
    }

    @Test
    void excluded_clients_are_not_aligned_even_if_their_builder_was() {
        runner.withUserConfiguration(Clients.class)
                .withPropertyValues("aligner.exclude=built,created")
                .run(context -> {
                    assertThat(answer(context.getBean("built", ChatClient.class)))
                            .isEqualTo("grmpf");
                    assertThat(answer(context.getBean("created", ChatClient.class)))
                            .isEqualTo("grmpf");
                });
    }

    @Test
    void a_client_of_an_excluded_builder_can_still_be_named() {
        runner.withUserConfiguration(Clients.class)
                .withPropertyValues(
                        "aligner.exclude=chatClientBuilder",
                        "aligner.chains.strict.layers=civility",
                        "aligner.chains.strict.applies-to=built")
                .run(context -> assertThat(answer(context.getBean("built", ChatClient.class)))
                        .isEqualTo("grmpf+civility"));
    }

    @Test
    void without_spring_ai_the_starter_does_without() {
        Contexts.enabled()
                .withClassLoader(new FilteredClassLoader("org.springframework.ai"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(AlignerChains.class)
                        .doesNotHaveBean("chatClientAligningPostProcessor")
                        .doesNotHaveBean("alignerChatClientBuilderCustomizer"));
    }

    static String answer(ChatClient client) {
        return Objects.requireNonNull(client.prompt("hi").call().content());
    }

    static String streamed(ChatClient client) {
        List<String> pieces = Objects.requireNonNull(
                client.prompt("hi").stream().content().collectList().block());
        return String.join("", pieces);
    }

    @Configuration(proxyBeanMethods = false)
    static class Clients {

        @Bean
        ChatClient built(ChatClient.Builder chatClientBuilder) {
            return chatClientBuilder.build();
        }

        @Bean
        ChatClient created(ChatModel model) {
            return ChatClient.create(model);
        }

        @Bean
        ChatClient own(ChatModel model) {
            return ChatClient.builder(model)
                    .defaultAdvisors(AlignerAdvisors.of(new CountingAligner("own")))
                    .build();
        }

        @Bean(autowireCandidate = false)
        ChatClient.Builder ownBuilder(ChatModel model) {
            return ChatClient.builder(model);
        }
    }
}
