package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Aligns Spring AI's chat clients, and the builders of such, that are beans. */
final class ChatClientAligningPostProcessor implements BeanPostProcessor {

    private final BindingLookup bindings;

    ChatClientAligningPostProcessor(BindingLookup bindings) {
        this.bindings = bindings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof ChatClient client) {
            ChatClient.Builder builder = client.mutate();
            return align(builder, client, beanName) ? builder.build() : client;
        }
        if (bean instanceof ChatClient.Builder builder) {
            align(builder, builder.build(), beanName);
        }
        return bean;
    }

    /** Returns whether {@code builder} was changed; {@code client} is what it would build as it is. */
    private boolean align(ChatClient.Builder builder, ChatClient client, String beanName) {
        if (bindings.isExcluded(beanName)) {
            // The builder that made the client may have been aligned already.
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, true));
            return true;
        }
        Binding binding = bindings.bindingOf(beanName).orElse(null);
        if (binding == null || isDone(binding, ChatClientAlignment.alignersOf(client))) {
            return false;
        }
        binding.log(beanName);
        if (binding.named()) {
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, false));
        }
        builder.defaultAdvisors(ChatClientAlignment.advisors(binding));
        return true;
    }

    private static boolean isDone(Binding binding, List<Aligner> aligners) {
        return binding.named() ? aligners.contains(binding.stack()) : !aligners.isEmpty();
    }
}
