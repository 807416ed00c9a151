// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.autoconfigure.AlignerChains;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/** Journey 3: Aligners stacked per chain, by properties; one of them is the application's own. */
class StackedChainsTest {

    private static Upstream upstream;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        upstream = new Upstream();
        application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "aligner.enabled=true",
                        "aligner.aligners.civility.checkpoint=embedded",
                        "aligner.chains.support.layers=civility,polite",
                        "aligner.chains.support.applies-to=supportModel",
                        "upstream.url=" + upstream.baseUrl())
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
        upstream.close();
    }

    @Test
    void the_chain_that_names_a_bean_corrects_it_layer_by_layer() {
        assertThat(application.getBean("supportModel", ChatModel.class).chat("How is my plan?"))
                .startsWith("With respect: ")
                .matches(Upstream::isCorrected);
    }

    @Test
    void without_a_default_chain_other_beans_stay_as_they_are() {
        assertThat(application.getBean("rawModel", ChatModel.class).chat("How is my plan?"))
                .isEqualTo(Upstream.RUDE);
    }

    @Test
    void code_can_use_a_chain_and_see_what_each_layer_did() {
        Correction correction = application
                .getBean(AlignerChains.class)
                .get("support")
                .correct(CorrectionRequest.of("How is my plan?", Upstream.RUDE));
        assertThat(correction.layers()).extracting(LayerTrace::name).containsExactly("civility", "polite");
        assertThat(correction.layers()).extracting(LayerTrace::outcome).containsOnly(LayerTrace.Outcome.CORRECTED);
        assertThat(correction.original()).isEqualTo(Upstream.RUDE);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        ChatModel supportModel(Environment environment) {
            return model(environment);
        }

        @Bean
        ChatModel rawModel(Environment environment) {
            return model(environment);
        }

        @Bean
        Aligner polite() {
            return (request, context) -> Correction.of(request.answer(), "With respect: " + request.answer());
        }

        private static ChatModel model(Environment environment) {
            return OpenAiChatModel.builder()
                    .baseUrl(environment.getRequiredProperty("upstream.url"))
                    .apiKey("none")
                    .modelName("rude-1")
                    .build();
        }
    }
}
