package io.github.aligner4j.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Knows the beans that can be aligned, as far as their frameworks are on the class path. */
final class AlignableBeans {

    /** The label of a builder: the clients it makes are aligned, and there is usually a new one for each. */
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

    /** Makes sure that {@code bean}, which {@code property} names, is there and can be aligned. Creates no beans. */
    void require(String bean, String property) {
        if (!beans.containsBean(bean)) {
            throw new AlignerSetupException(property + " names a bean '" + bean + "', but there is none.", choices());
        }
        Class<?> type = beans.getType(bean, false);
        if (type != null && types.stream().noneMatch(alignable -> related(alignable, type))) {
            throw new AlignerSetupException(
                    property + " names the bean '" + bean + "', which is a " + type.getName()
                            + ": only LangChain4j's ChatModel and StreamingChatModel and Spring AI's ChatClient and its "
                            + "Builder can be aligned.",
                    choices());
        }
    }

    /** A factory method may promise less than it makes: what it promises must only not rule out a model. */
    private static boolean related(Class<?> alignable, Class<?> type) {
        return alignable.isAssignableFrom(type) || type.isAssignableFrom(alignable);
    }

    private String choices() {
        Set<String> names = kinds().keySet();
        return names.isEmpty()
                ? "Define it; there is no bean that can be aligned yet."
                : "Correct the name, or choose from " + names + ".";
    }
}
