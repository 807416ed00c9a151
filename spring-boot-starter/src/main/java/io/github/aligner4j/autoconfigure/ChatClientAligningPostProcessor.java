// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Aligns the beans that are Spring AI's chat clients or builders of chat clients. */
final class ChatClientAligningPostProcessor implements BeanPostProcessor {

    private final BindingLookup bindings;

    ChatClientAligningPostProcessor(BindingLookup bindings) {
        this.bindings = bindings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ChatClient client) {
            ChatClient.Builder builder = client.mutate();
            return align(builder, client, beanName, "ChatClient") ? builder.build() : client;
        }
        if (bean instanceof ChatClient.Builder builder) {
            align(builder, builder.build(), beanName, AlignableBeans.BUILDER);
        }
        return bean;
    }

    /** Aligns the clients of {@code builder}, unless {@code client}, built from it, already is; returns whether it changed it. */
    private boolean align(ChatClient.Builder builder, ChatClient client, String beanName, String kind) {
        if (bindings.isExcluded(beanName)) {
            // The client may come from an aligned builder.
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, true));
            bindings.alignments().notAligned(beanName, kind, ChainBindings.EXCLUDED);
            return true;
        }
        Binding binding = bindings.bindingOf(beanName).orElse(null);
        List<Aligner> present = ChatClientAlignment.alignersOf(client);
        if (binding == null || isAligned(binding, present)) {
            report(beanName, kind, binding, present);
            return false;
        }
        bindings.alignments().aligned(beanName, kind, binding.stack().name());
        if (binding.named()) {
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, false));
        }
        builder.defaultAdvisors(ChatClientAlignment.advisors(binding, beanName));
        return true;
    }

    private void report(String beanName, String kind, @Nullable Binding binding, List<Aligner> present) {
        if (binding != null && present.contains(binding.stack())) {
            bindings.alignments().aligned(beanName, kind, binding.stack().name());
        } else if (!present.isEmpty()) {
            bindings.alignments().notAligned(beanName, kind, ChainBindings.OWN);
        }
    }

    private static boolean isAligned(Binding binding, List<Aligner> aligners) {
        return binding.named() ? aligners.contains(binding.stack()) : !aligners.isEmpty();
    }
}
