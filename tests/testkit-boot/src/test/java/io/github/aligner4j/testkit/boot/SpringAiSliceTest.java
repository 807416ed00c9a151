// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

@AlignerTest(
        properties = {
            "aligner.aligners.polite.checkpoint=/no/such/folder",
            "aligner.aligners.short.checkpoint=/no/such/folder",
            "aligner.chains.default.layers=polite,short"
        })
class SpringAiSliceTest {

    @Autowired
    private ScriptedAligners aligners;

    @Test
    void a_client_of_the_builder_is_aligned_by_the_chain_that_properties_define(@Autowired ChatClient.Builder builder) {
        aligners.get("polite").correctBy(request -> request.answer().replace("damn", "darn"));
        aligners.get("short").correctBy(request -> request.answer() + ".");

        assertThat(builder.build().prompt("Well?").call().content()).isEqualTo("darn it.");
        assertThat(aligners.get("short").requests())
                .extracting(request -> request.answer())
                .containsExactly("darn it");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Models {

        @Bean
        ChatModel chatModel() {
            return prompt -> new ChatResponse(List.of(new Generation(new AssistantMessage("damn it"))));
        }
    }
}
