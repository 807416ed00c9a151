package io.github.aligner4j.autoconfigure;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.DisabledChatModel;
import dev.langchain4j.model.chat.DisabledStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.autoconfigure.AlignerProperties.Chain;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AligningModel;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts an aligning model in the place of each of LangChain4j's chat models. In its place rather than beside it, since AI
 * services take the one chat model there is, and fail when there are two.
 */
final class ChatModelAligningPostProcessor implements BeanPostProcessor {

    private final BindingLookup bindings;

    ChatModelAligningPostProcessor(BindingLookup bindings) {
        this.bindings = bindings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AligningModel<?>) {
            bindings.outcomes().left(beanName, kind(bean), ChainBindings.OWN);
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
                            + ") is a ChatModel and a StreamingChatModel at once. It can't be aligned, for nothing"
                            + " that takes its place could be both.",
                    "Make two beans of it, or add '" + beanName + "' to aligner.exclude to leave it unaligned.");
        }
        bindings.outcomes().aligned(beanName, kind(bean), binding.stack().name());
        AlignmentOptions options = options(binding.chain());
        return bean instanceof ChatModel model
                ? AlignedChatModel.builder(model, binding.stack())
                        .options(options)
                        .build()
                : AlignedStreamingChatModel.builder((StreamingChatModel) bean, binding.stack())
                        .options(options)
                        .build();
    }

    private static String kind(Object bean) {
        return bean instanceof ChatModel ? "ChatModel" : "StreamingChatModel";
    }

    private static AlignmentOptions options(Chain chain) {
        return AlignmentOptions.DEFAULT
                .withThinkingOpened(chain.thinkingOpened())
                .withStructuredOutput(chain.structuredOutput())
                .withToolCallText(chain.toolTurnText());
    }

    /** Leaves alone what aligns already, and LangChain4j's stand-ins for models that were switched off. */
    private static boolean isUpstream(Object bean) {
        boolean model = bean instanceof ChatModel || bean instanceof StreamingChatModel;
        return model
                && !(bean instanceof AligningModel<?>)
                && !(bean instanceof DisabledChatModel)
                && !(bean instanceof DisabledStreamingChatModel);
    }
}
