// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.langchain4j.AlignmentParameters;
import io.github.aligner4j.springai.AlignerAdvisor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Settings of a chain reach the adapters of both frameworks. */
class ChainOptionsTest {

    private static final String ANSWER = "<think>grr</think>grmpf";

    private final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withConfiguration(
                    AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
            .withBean("springModel", org.springframework.ai.chat.model.ChatModel.class, ThinkingSpringModel::new)
            .withBean("model", ChatModel.class, ThinkingModel::new)
            .withBean(
                    "recorder",
                    Aligner.class,
                    () -> Aligner.of((CorrectionRequest request) -> {
                        requests.add(request);
                        return request.answer();
                    }))
            .withBean("loud", Aligner.class, () -> Aligner.of(request -> request.answer() + "!"))
            .withPropertyValues(
                    "aligner.chains.default.layers[0].aligner=recorder", "aligner.chains.other.layers=loud");

    private static final class ThinkingModel implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from(ANSWER)).build();
        }
    }

    private static final class ThinkingSpringModel extends GrumpySpringModel {

        @Override
        public org.springframework.ai.chat.model.ChatResponse call(Prompt prompt) {
            return new org.springframework.ai.chat.model.ChatResponse(
                    List.of(new Generation(new AssistantMessage(ANSWER))));
        }
    }

    private static ChatRequest request(AlignmentParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("one"), AiMessage.from("two"), UserMessage.from("three"))
                .parameters(parameters)
                .build();
    }

    @Test
    void thinking_is_dropped() {
        runner.run(context -> {
            assertThat(context.getBean(ChatModel.class).chat("hi")).isEqualTo(ANSWER);
            assertThat(SpringAiAlignmentTest.answer(
                            context.getBean(ChatClient.Builder.class).build()))
                    .isEqualTo(ANSWER);
        });
        runner.withPropertyValues("aligner.chains.default.thinking=drop").run(context -> {
            assertThat(context.getBean(ChatModel.class).chat("hi")).isEqualTo("grmpf");
            assertThat(SpringAiAlignmentTest.answer(
                            context.getBean(ChatClient.Builder.class).build()))
                    .isEqualTo("grmpf");
        });
    }

    @Test
    void the_conversation_is_as_deep_as_the_chain_says() {
        runner.withPropertyValues("aligner.chains.default.conversation-depth=1").run(context -> {
            context.getBean(ChatModel.class)
                    .chat(request(AlignmentParameters.builder().build()));
            context.getBean(ChatClient.Builder.class)
                    .build()
                    .prompt(new Prompt(List.of(
                            new org.springframework.ai.chat.messages.UserMessage("one"),
                            new AssistantMessage("two"),
                            new org.springframework.ai.chat.messages.UserMessage("three"))))
                    .call()
                    .content();

            assertThat(requests)
                    .extracting(request -> request.conversation().size())
                    .containsExactly(1, 1);
        });
        runner.withPropertyValues("aligner.chains.default.conversation-depth=-1")
                .run(context -> assertThat(Contexts.analysis(context).getDescription())
                        .isEqualTo("aligner.chains.default.conversation-depth is -1, but must be at least 0."));
    }

    @Test
    void a_request_chooses_one_of_the_chains() {
        runner.run(context -> {
            ChatModel model = context.getBean(ChatModel.class);
            ChatClient client = context.getBean(ChatClient.Builder.class).build();

            assertThat(model.chat(request(
                                    AlignmentParameters.builder().chain("other").build()))
                            .aiMessage()
                            .text())
                    .isEqualTo(ANSWER + "!");
            assertThat(client.prompt("hi")
                            .advisors(spec -> spec.param(AlignerAdvisor.CHAIN, "other"))
                            .call()
                            .content())
                    .isEqualTo(ANSWER + "!");
            assertThatThrownBy(() -> model.chat(request(
                            AlignmentParameters.builder().chain("nobody").build())))
                    .isInstanceOf(RuntimeException.class)
                    .hasMessageContaining("nobody")
                    .hasMessageContaining("other");
        });
    }

    @Test
    void a_chain_streams_by_sentence_if_its_layers_allow_it() {
        ApplicationContextRunner sentences = runner.withPropertyValues("aligner.chains.default.streaming=sentence");
        sentences.run(context -> assertThat(Contexts.analysis(context).getDescription())
                .startsWith("aligner.chains.default.streaming is 'sentence', but the chain does not allow it: streaming"
                        + " sentence by sentence needs layers that support windows, but layer 'recorder' of 'default'"
                        + " does not"));
        ApplicationContextRunner windows = sentences
                .withBean("windows", Aligner.class, () -> new DelegatingAligner(Aligner.of(CorrectionRequest::answer)) {
                    @Override
                    public boolean supportsWindows() {
                        return true;
                    }
                })
                .withPropertyValues(
                        "aligner.chains.default.layers[0].aligner=windows",
                        "aligner.chains.default.layers[0].guards.numbers=true",
                        "aligner.chains.default.layers[0].max-rounds=2");
        windows.run(context -> assertThat(context).hasNotFailed());
        windows.withPropertyValues("aligner.chains.default.layers[0].on-failure=fail-open")
                .run(context ->
                        assertThat(Contexts.analysis(context).getDescription()).contains("fail closed or refuse"));
    }
}
