// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Metadata;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.langchain4j.AlignedRetrievalAugmentor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Facts about an answer that the starter gives to Aligners: chain, bean and retrieved passages. */
class RequestFactsTest {

    private final List<CorrectionRequest> requests = new ArrayList<>();

    private final ApplicationContextRunner runner = Contexts.enabled()
            .withBean("recorder", Aligner.class, () -> (request, context) -> {
                requests.add(request);
                return Aligner.of(CorrectionRequest::answer).correct(request, context);
            });

    @Test
    void requests_of_both_frameworks_name_their_chain_and_bean() {
        runner.withConfiguration(
                        AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
                .withBean("springModel", org.springframework.ai.chat.model.ChatModel.class, GrumpySpringModel::new)
                .withBean("support", ChatModel.class, GrumpyModel::new)
                .run(context -> {
                    context.getBean(ChatModel.class).chat("hi");
                    SpringAiAlignmentTest.answer(
                            context.getBean(ChatClient.Builder.class).build());

                    assertThat(requests)
                            .extracting(request -> request.attributes().get(RequestAttributes.CHAIN))
                            .containsExactly("default", "default");
                    assertThat(requests.get(0).attributes()).containsEntry(RequestAttributes.BEAN, "support");
                });
    }

    @Test
    void what_an_augmentor_bean_retrieves_reaches_the_aligner() {
        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .contentRetriever(query -> List.of(Content.from("The bridge opened in 1894.")))
                .build();
        runner.withBean("support", ChatModel.class, GrumpyModel::new)
                .withBean("augmentor", RetrievalAugmentor.class, () -> augmentor)
                .run(context -> {
                    RetrievalAugmentor bean = context.getBean(RetrievalAugmentor.class);
                    assertThat(bean).isInstanceOf(AlignedRetrievalAugmentor.class);
                    UserMessage question = UserMessage.from("When did it open?");
                    UserMessage augmented = (UserMessage)
                            bean.augment(new AugmentationRequest(question, Metadata.from(question, null, null)))
                                    .chatMessage();
                    context.getBean(ChatModel.class).chat(augmented);

                    assertThat(requests).hasSize(1);
                    assertThat(requests.get(0).context()).containsExactly("The bridge opened in 1894.");
                    assertThat(requests.get(0).question()).isEqualTo("When did it open?");
                });
    }
}
