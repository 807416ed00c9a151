// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import io.github.aligner4j.springai.AlignerAdvisors;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/** Creates the advisors of a chain for chat clients, and finds those that a client has. */
final class ChatClientAlignment {

    private ChatClientAlignment() {}

    /**
     * Returns the advisors of a chain. If the chain names the client, its advisor is further out than that of the default chain, so
     * that it is the one that corrects.
     *
     * @param beanName name of the bean, for the requests' attributes; null for clients of a builder that is no bean
     */
    static List<Advisor> advisors(Binding binding, @Nullable String beanName) {
        AlignerStack stack = binding.stack();
        AlignerAdvisors.Builder builder =
                AlignerAdvisors.builder(stack).attribute(RequestAttributes.CHAIN, stack.name());
        if (beanName != null) {
            builder.attribute(RequestAttributes.BEAN, beanName);
        }
        if (binding.chain().conversationDepth() != null) {
            builder.conversationDepth(binding.chain().conversationDepth());
        }
        return builder.name("aligner " + stack.name())
                .order(binding.named() ? AlignerAdvisor.DEFAULT_ORDER - 1 : AlignerAdvisor.DEFAULT_ORDER)
                .structuredOutput(binding.chain().structuredOutput())
                .toolCallText(binding.chain().toolTurnText())
                .thinkingOpened(binding.chain().thinkingOpened())
                .thinking(binding.chain().thinking())
                .streaming(binding.chain().streaming())
                .chains(binding.chains())
                .build();
    }

    /**
     * Returns the Aligners of the client's advisors, or none if the client is not Spring AI's own class. That is safe, since of
     * several advisors only one corrects.
     */
    static List<Aligner> alignersOf(ChatClient client) {
        if (!(client.prompt() instanceof DefaultChatClient.DefaultChatClientRequestSpec spec)) {
            return List.of();
        }
        return spec.getAdvisors().stream()
                .filter(AlignerAdvisor.class::isInstance)
                .map(advisor -> ((AlignerAdvisor) advisor).aligner())
                .toList();
    }
}
