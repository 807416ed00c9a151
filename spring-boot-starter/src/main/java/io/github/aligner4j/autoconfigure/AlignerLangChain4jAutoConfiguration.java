// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Auto-configuration that replaces LangChain4j's chat models in the bean factory by aligned ones. */
@AutoConfiguration(after = AlignerAutoConfiguration.class)
@ConditionalOnClass(name = {"dev.langchain4j.model.chat.ChatModel", "io.github.aligner4j.langchain4j.AlignedChatModel"})
@ConditionalOnProperty(prefix = "aligner", name = "enabled", havingValue = "true")
public final class AlignerLangChain4jAutoConfiguration {

    AlignerLangChain4jAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static ChatModelAligningPostProcessor chatModelAligningPostProcessor(ObjectProvider<ChainBindings> bindings) {
        return new ChatModelAligningPostProcessor(new BindingLookup(bindings));
    }
}
