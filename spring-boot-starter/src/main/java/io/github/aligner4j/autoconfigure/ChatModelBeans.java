// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.langchain4j.LangChain4jChatCompletionModel;
import io.github.aligner4j.springai.SpringAiChatCompletionModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/** The chat models of an application, of both frameworks, as models behind prompted Aligners. */
final class ChatModelBeans {

    private static final String LANGCHAIN4J = "dev.langchain4j.model.chat.ChatModel";
    private static final String SPRING_AI = "org.springframework.ai.chat.model.ChatModel";

    private final ListableBeanFactory beans;

    ChatModelBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /**
     * Returns a chat model, which is taken from the bean factory at its first call: while the chains are built, the models that
     * they align are still being created.
     *
     * @param definition the definition that names the bean, or leaves it to be the only chat model
     * @param aligner the Aligner's name
     * @throws AlignerSetupException if there is no such bean, or several
     */
    ChatCompletionModel model(Definition definition, String aligner) {
        return model(
                definition.chatModel(),
                "aligner.aligners." + aligner + ".chat-model",
                new Options(definition.modelSampling(), definition.contentsAreText()));
    }

    /**
     * Returns a chat model with default options, which is taken from the bean factory at its first call.
     *
     * @param name the bean's name, or null for the only chat model
     * @param property the property that names it, for messages
     * @throws AlignerSetupException if there is no such bean, or several
     */
    ChatCompletionModel model(@Nullable String name, String property) {
        return model(name, property, new Options(false, false));
    }

    private ChatCompletionModel model(@Nullable String name, String property, Options options) {
        String bean = name == null ? only(property) : named(name, property);
        SingletonSupplier<ChatCompletionModel> model = SingletonSupplier.of(() -> resolve(bean, options));
        return request -> model.obtain().complete(request);
    }

    private String named(String name, String property) {
        if (!names().contains(name) && types().stream().noneMatch(type -> isBean(name, type))) {
            throw new AlignerSetupException(
                    property + " is '" + name + "', but no chat model is a bean of this name; there are " + names()
                            + ".",
                    "Set it to the name of a bean of type ChatModel, StreamingChatModel or ChatClient.");
        }
        return name;
    }

    private String only(String property) {
        Set<String> names = names();
        if (names.size() != 1) {
            throw new AlignerSetupException(
                    property + " is not set, and there is not exactly one chat model, but " + names + ".",
                    "Set it to the name of the chat model to ask.");
        }
        return names.iterator().next();
    }

    private boolean isBean(String name, Class<?> type) {
        return beans.containsBean(name) && beans.isTypeMatch(name, type);
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String type : List.of(LANGCHAIN4J, SPRING_AI)) {
            if (ClassUtils.isPresent(type, null)) {
                names.addAll(List.of(beans.getBeanNamesForType(ClassUtils.resolveClassName(type, null), true, false)));
            }
        }
        names.removeIf(ScopedProxyUtils::isScopedTarget);
        return names;
    }

    private static List<Class<?>> types() {
        List<Class<?>> types = new ArrayList<>();
        if (ClassUtils.isPresent(LANGCHAIN4J, null)) {
            types.addAll(LangChain4jChatModels.TYPES);
        }
        if (ClassUtils.isPresent(SPRING_AI, null)) {
            types.addAll(SpringAiChatModels.TYPES);
        }
        return types;
    }

    private ChatCompletionModel resolve(String name, Options options) {
        Object bean = beans.getBean(name);
        ChatCompletionModel model = null;
        if (ClassUtils.isPresent(LANGCHAIN4J, null)) {
            model = LangChain4jChatModels.model(bean, options);
        }
        if (model == null && ClassUtils.isPresent(SPRING_AI, null)) {
            model = SpringAiChatModels.model(bean, options);
        }
        if (model == null) {
            throw new IllegalStateException("the bean '" + name + "' is no chat model, but a "
                    + bean.getClass().getName());
        }
        return model;
    }

    /**
     * The options of a chat model for prompts.
     *
     * @param modelSampling true if temperature and top-p are left to the model
     * @param contentsAreText true if the model takes special tokens in messages for text
     */
    private record Options(boolean modelSampling, boolean contentsAreText) {}

    /** The types of LangChain4j, in a class that is loaded only with it. */
    private static final class LangChain4jChatModels {

        private static final List<Class<?>> TYPES = List.of(
                dev.langchain4j.model.chat.ChatModel.class, dev.langchain4j.model.chat.StreamingChatModel.class);

        private static @Nullable ChatCompletionModel model(Object bean, Options options) {
            if (bean instanceof dev.langchain4j.model.chat.ChatModel model) {
                return built(LangChain4jChatCompletionModel.builder(model), options);
            }
            return bean instanceof dev.langchain4j.model.chat.StreamingChatModel streaming
                    ? built(LangChain4jChatCompletionModel.builder(streaming), options)
                    : null;
        }

        private static ChatCompletionModel built(LangChain4jChatCompletionModel.Builder builder, Options options) {
            if (options.modelSampling()) {
                builder.modelSampling();
            }
            if (options.contentsAreText()) {
                builder.contentsAreText();
            }
            return builder.build();
        }
    }

    /** The types of Spring AI, in a class that is loaded only with it. */
    private static final class SpringAiChatModels {

        private static final List<Class<?>> TYPES = List.of(
                org.springframework.ai.chat.model.ChatModel.class, org.springframework.ai.chat.client.ChatClient.class);

        private static @Nullable ChatCompletionModel model(Object bean, Options options) {
            if (bean instanceof org.springframework.ai.chat.model.ChatModel model) {
                return built(SpringAiChatCompletionModel.builder(model), options);
            }
            return bean instanceof org.springframework.ai.chat.client.ChatClient client
                    ? built(SpringAiChatCompletionModel.builder(client), options)
                    : null;
        }

        private static ChatCompletionModel built(SpringAiChatCompletionModel.Builder builder, Options options) {
            if (options.modelSampling()) {
                builder.modelSampling();
            }
            if (options.contentsAreText()) {
                builder.contentsAreText();
            }
            return builder.build();
        }
    }
}
