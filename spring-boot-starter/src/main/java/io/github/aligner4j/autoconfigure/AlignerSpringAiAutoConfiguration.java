// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that aligns Spring AI's chat clients: those of the auto-configured builder by a customizer, and beans by a
 * post-processor. Clients that code builds from a model, and direct calls of a model, are not aligned.
 */
@AutoConfiguration(
        after = AlignerAutoConfiguration.class,
        beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration")
@ConditionalOnClass(
        name = {"org.springframework.ai.chat.client.ChatClient", "io.github.aligner4j.springai.AlignerAdvisor"})
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerSpringAiAutoConfiguration {

    AlignerSpringAiAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "alignerChatClientBuilderCustomizer")
    ChatClientBuilderCustomizer alignerChatClientBuilderCustomizer(ChainBindings bindings) {
        return builder -> bindings.unnamed()
                .ifPresent(binding -> builder.defaultAdvisors(ChatClientAlignment.advisors(binding, null)));
    }

    @Bean
    @ConditionalOnMissingBean
    static ChatClientAligningPostProcessor chatClientAligningPostProcessor(ObjectProvider<ChainBindings> bindings) {
        return new ChatClientAligningPostProcessor(new BindingLookup(bindings));
    }
}
