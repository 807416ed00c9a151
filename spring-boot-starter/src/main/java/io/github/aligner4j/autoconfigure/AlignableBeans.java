// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Finds the beans that can be aligned, if their framework is on the class path. */
final class AlignableBeans {

    /** The kind of a builder, whose clients are aligned. */
    static final String BUILDER = "ChatClient.Builder: each client built from it";

    private static final Map<String, String> KINDS = Map.of(
            "dev.langchain4j.model.chat.ChatModel", "ChatModel",
            "dev.langchain4j.model.chat.StreamingChatModel", "StreamingChatModel",
            "org.springframework.ai.chat.client.ChatClient", "ChatClient",
            "org.springframework.ai.chat.client.ChatClient$Builder", BUILDER);

    private final ListableBeanFactory beans;
    private final List<Class<?>> types;

    AlignableBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        ClassLoader classLoader = beans.getBeanClassLoader();
        this.types = KINDS.keySet().stream()
                .filter(type -> ClassUtils.isPresent(type, classLoader))
                .<Class<?>>map(type -> ClassUtils.resolveClassName(type, classLoader))
                .toList();
    }

    /** Returns what can be aligned in each bean, by the bean's name. Creates no beans. */
    Map<String, String> kinds() {
        Map<String, String> kinds = new TreeMap<>();
        for (Class<?> type : types) {
            for (String bean : beans.getBeanNamesForType(type, true, false)) {
                kinds.put(bean, Objects.requireNonNull(KINDS.get(type.getName())));
            }
        }
        return kinds;
    }

    /**
     * Checks that the bean that a property names exists and can be aligned. Creates no beans.
     *
     * @throws AlignerSetupException if not
     */
    void require(String bean, String property) {
        if (!beans.containsBean(bean)) {
            throw new AlignerSetupException(
                    property + " names the bean '" + bean + "', which does not exist.", choices());
        }
        Class<?> type = beans.getType(bean, false);
        if (type != null && types.stream().noneMatch(alignable -> mayBe(alignable, type))) {
            throw new AlignerSetupException(
                    property + " names the bean '" + bean + "', which is a " + type.getName()
                            + ", but only LangChain4j's ChatModel and StreamingChatModel and Spring AI's ChatClient and"
                            + " ChatClient.Builder can be aligned.",
                    choices());
        }
    }

    /** Returns whether a bean of the declared {@code type} may be {@code alignable}; a factory method can declare a supertype. */
    private static boolean mayBe(Class<?> alignable, Class<?> type) {
        return alignable.isAssignableFrom(type) || type.isAssignableFrom(alignable);
    }

    private String choices() {
        Set<String> names = kinds().keySet();
        return names.isEmpty()
                ? "Define the bean; so far, none can be aligned."
                : "Correct the name, or choose from " + names + ".";
    }
}
