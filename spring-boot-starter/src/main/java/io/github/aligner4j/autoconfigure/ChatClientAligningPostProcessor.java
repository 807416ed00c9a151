package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
            return align(builder, client, beanName, "ChatClient") ? builder.build() : client;
        }
        if (bean instanceof ChatClient.Builder builder) {
            align(builder, builder.build(), beanName, AlignableBeans.BUILDER);
        }
        return bean;
    }

    /** Returns whether {@code builder} was changed; {@code client} is what it would build as it is. */
    private boolean align(ChatClient.Builder builder, ChatClient client, String beanName, String kind) {
        if (bindings.isExcluded(beanName)) {
            // The builder that made the client may have been aligned already.
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, true));
            bindings.outcomes().left(beanName, kind, ChainBindings.EXCLUDED);
            return true;
        }
        Binding binding = bindings.bindingOf(beanName).orElse(null);
        List<Aligner> present = ChatClientAlignment.alignersOf(client);
        if (binding == null || isDone(binding, present)) {
            tell(beanName, kind, binding, present);
            return false;
        }
        bindings.outcomes().aligned(beanName, kind, binding.stack().name());
        if (binding.named()) {
            builder.defaultAdvisors(spec -> spec.param(AlignerAdvisor.SKIP, false));
        }
        builder.defaultAdvisors(ChatClientAlignment.advisors(binding));
        return true;
    }

    private void tell(String beanName, String kind, @Nullable Binding binding, List<Aligner> present) {
        if (binding != null && present.contains(binding.stack())) {
            bindings.outcomes().aligned(beanName, kind, binding.stack().name());
        } else if (!present.isEmpty()) {
            bindings.outcomes().left(beanName, kind, ChainBindings.OWN);
        }
    }

    private static boolean isDone(Binding binding, List<Aligner> aligners) {
        return binding.named() ? aligners.contains(binding.stack()) : !aligners.isEmpty();
    }
}
