package io.github.aligner4j.autoconfigure;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.DisabledChatModel;
import dev.langchain4j.model.chat.DisabledStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AligningModel;
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
        if (!isUpstream(bean)) {
            return bean;
        }
        AlignerStack stack = bindings.bindingOf(beanName).map(Binding::stack).orElse(null);
        if (stack == null) {
            return bean;
        }
        if (bean instanceof ChatModel && bean instanceof StreamingChatModel) {
            throw new AlignerSetupException(
                    "The bean '" + beanName + "' (" + bean.getClass().getName()
                            + ") is a ChatModel and a StreamingChatModel at once. It can't be aligned, for nothing that takes "
                            + "its place could be both.",
                    "Make two beans of it, or add '" + beanName + "' to aligner.exclude to leave it unaligned.");
        }
        return bean instanceof ChatModel model
                ? AlignedChatModel.wrap(model, stack)
                : AlignedStreamingChatModel.wrap((StreamingChatModel) bean, stack);
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
