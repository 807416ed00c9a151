// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.rag.content.Content;
import io.github.aligner4j.RequestAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The retrieval for a user message that an augmentor augmented. It travels in an attribute of the message, which models
 * don't read, as a map of strings and numbers, which chat memories can store.
 *
 * @param context the retrieved passages
 * @param question the user's own text; null if the message's text is it, or is not the augmented one any more
 * @param attributes the attributes of the correction request
 */
record Retrieval(List<String> context, @Nullable String question, Map<String, Object> attributes) {

    /** No retrieval. */
    static final Retrieval NONE = new Retrieval(List.of(), null, Map.of());

    private static final String KEY = "aligner4j.retrieval";
    private static final String CONTEXT = "context";
    private static final String QUESTION = "question";
    private static final String LENGTH = "length";
    private static final String HASH = "hash";
    private static final String ATTRIBUTES = "attributes";

    /** LangChain4j's id of a memory that has none. */
    private static final String DEFAULT_MEMORY = "default";

    /** Copies the collections. */
    Retrieval {
        context = List.copyOf(context);
        attributes = Map.copyOf(attributes);
    }

    /** Returns the passages in {@code contents}, without those that have no text. */
    static List<String> passages(@Nullable List<Content> contents) {
        return contents == null
                ? List.of()
                : contents.stream()
                        .flatMap(content -> Stream.ofNullable(content.textSegment()))
                        .map(segment -> Objects.requireNonNullElse(segment.text(), ""))
                        .filter(text -> !text.isBlank())
                        .toList();
    }

    /** Returns the attributes that {@code invocation} has. */
    static Map<String, Object> attributes(@Nullable InvocationContext invocation) {
        Map<String, Object> attributes = new HashMap<>();
        if (invocation != null) {
            put(attributes, RequestAttributes.SERVICE, invocation.interfaceName());
            put(attributes, RequestAttributes.METHOD, invocation.methodName());
            put(attributes, RequestAttributes.CONVERSATION, conversation(invocation.chatMemoryId()));
        }
        return attributes;
    }

    /** Returns the id of a conversation; null if {@code memoryId} is that of a memory without one. */
    static @Nullable String conversation(@Nullable Object memoryId) {
        return memoryId == null || memoryId.equals(DEFAULT_MEMORY) ? null : memoryId.toString();
    }

    /** Returns {@code augmented} with this retrieval. */
    UserMessage in(UserMessage augmented) {
        String text = Conversations.text(augmented);
        Map<String, Object> values = new HashMap<>(
                Map.of(CONTEXT, context, LENGTH, text.length(), HASH, text.hashCode(), ATTRIBUTES, attributes));
        put(values, QUESTION, question);
        Map<String, Object> all = new HashMap<>(augmented.attributes());
        all.put(KEY, values);
        return augmented.toBuilder().attributes(all).build();
    }

    /** Returns the retrieval of a message; {@link #NONE} if it has none. */
    static Retrieval of(UserMessage message) {
        if (!(message.attributes().get(KEY) instanceof Map<?, ?> values)) {
            return NONE;
        }
        Map<String, Object> attributes = new HashMap<>();
        if (values.get(ATTRIBUTES) instanceof Map<?, ?> stored) {
            stored.forEach((name, value) -> attributes.put(String.valueOf(name), String.valueOf(value)));
        }
        List<String> context = values.get(CONTEXT) instanceof List<?> passages
                ? passages.stream().map(String::valueOf).toList()
                : List.of();
        boolean own = values.get(QUESTION) instanceof String && begins(Conversations.text(message), values);
        return new Retrieval(context, own ? (String) values.get(QUESTION) : null, attributes);
    }

    /**
     * Returns true if {@code text} begins with the augmented text, to which LangChain4j may append an instruction. If not, an input
     * guardrail has rewritten it, and the question before may hold what the guardrail removed.
     */
    private static boolean begins(String text, Map<?, ?> values) {
        return values.get(LENGTH) instanceof Number length
                && values.get(HASH) instanceof Number hash
                && text.length() >= length.intValue()
                && text.substring(0, length.intValue()).hashCode() == hash.intValue();
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
