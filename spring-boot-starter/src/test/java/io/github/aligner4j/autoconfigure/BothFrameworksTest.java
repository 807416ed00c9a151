// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.CorrectionListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;

import static org.assertj.core.api.Assertions.assertThat;

class BothFrameworksTest {

    @Test
    void in_an_application_with_both_frameworks_each_answer_is_aligned_exactly_once() {
        List<String> layers = new ArrayList<>();
        Contexts.enabled()
                .withConfiguration(
                        AutoConfigurations.of(ToolCallingAutoConfiguration.class, ChatClientAutoConfiguration.class))
                .withBean("springModel", org.springframework.ai.chat.model.ChatModel.class, GrumpySpringModel::new)
                .withBean(ChatModel.class, GrumpyModel::new)
                .withBean(CorrectionListener.class, () -> (stack, request, event) -> layers.add(stack))
                .run(context -> {
                    String langchain4j = context.getBean(ChatModel.class).chat("hi");
                    ChatClient client =
                            context.getBean(ChatClient.Builder.class).build();

                    assertThat(langchain4j).isEqualTo("grmpf+civility");
                    assertThat(SpringAiAlignmentTest.answer(client)).isEqualTo("grmpf+civility");
                    assertThat(layers).containsExactly("default", "default");
                    assertThat(Contexts.factory(context).opened).containsExactly("civility");
                });
    }
}
