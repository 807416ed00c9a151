// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.DisabledChatModel;
import dev.langchain4j.model.chat.DisabledStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.rag.RetrievalAugmentor;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedModelBuilder;
import io.github.aligner4j.langchain4j.AlignedRetrievalAugmentor;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AligningModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Replaces each of LangChain4j's chat models by an aligned one. It does not add a bean, since AI Services expect a single chat
 * model.
 */
final class ChatModelAligningPostProcessor implements BeanPostProcessor {

    private final BindingLookup bindings;

    ChatModelAligningPostProcessor(BindingLookup bindings) {
        this.bindings = bindings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof RetrievalAugmentor augmentor) {
            return bindings.isExcluded(beanName) ? augmentor : AlignedRetrievalAugmentor.wrap(augmentor);
        }
        if (bean instanceof AligningModel<?>) {
            bindings.alignments().notAligned(beanName, kind(bean), ChainBindings.OWN);
        }
        if (!isUpstream(bean)) {
            return bean;
        }
        Binding binding = bindings.bindingOf(beanName).orElse(null);
        if (binding == null) {
            return bean;
        }
        if (bean instanceof ChatModel && bean instanceof StreamingChatModel) {
            throw new AlignerSetupException(
                    "The bean '" + beanName + "' (" + bean.getClass().getName()
                            + ") can't be aligned, since it is both a ChatModel and a StreamingChatModel, and no aligned"
                            + " model is both.",
                    "Define a bean for each, or add '" + beanName + "' to aligner.exclude to leave it unaligned.");
        }
        bindings.alignments().aligned(beanName, kind(bean), binding.stack().name());
        AlignmentOptions options = options(binding.chain());
        return bean instanceof ChatModel model
                ? built(AlignedChatModel.builder(model, binding.stack()), options, beanName, binding)
                : built(
                        AlignedStreamingChatModel.builder((StreamingChatModel) bean, binding.stack()),
                        options,
                        beanName,
                        binding);
    }

    private static <A> A built(
            AlignedModelBuilder<A> builder, AlignmentOptions options, String beanName, Binding binding) {
        return builder.options(options)
                .chains(binding.chains())
                .attribute(RequestAttributes.CHAIN, binding.stack().name())
                .attribute(RequestAttributes.BEAN, beanName)
                .build();
    }

    private static String kind(Object bean) {
        return bean instanceof ChatModel ? "ChatModel" : "StreamingChatModel";
    }

    private static AlignmentOptions options(Chain chain) {
        AlignmentOptions options = AlignmentOptions.DEFAULT
                .withThinkingOpened(chain.thinkingOpened())
                .withThinking(chain.thinking())
                .withStructuredOutput(chain.structuredOutput())
                .withToolCallText(chain.toolTurnText())
                .withStreaming(chain.streaming());
        return chain.conversationDepth() == null ? options : options.withConversationDepth(chain.conversationDepth());
    }

    /** Returns whether a bean is a model, neither aligned already nor disabled. */
    private static boolean isUpstream(Object bean) {
        boolean model = bean instanceof ChatModel || bean instanceof StreamingChatModel;
        return model
                && !(bean instanceof AligningModel<?>)
                && !(bean instanceof DisabledChatModel)
                && !(bean instanceof DisabledStreamingChatModel);
    }
}
