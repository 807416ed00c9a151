// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values that a {@link ChatTemplate} renders: messages, documents and variables. All their texts but the roles are contents: they
 * never become special tokens. Immutable.
 */
@Incubating
public final class ChatTemplateInput {

    private final List<ChatMessage> messages;
    private final List<Object> documents;
    private final Map<String, Object> variables;
    private final boolean addGenerationPrompt;

    private ChatTemplateInput(Builder builder) {
        this.messages = builder.messages;
        this.documents = List.copyOf(builder.documents);
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(builder.variables));
        this.addGenerationPrompt = builder.addGenerationPrompt;
    }

    /** Returns a builder of an input, by default with a generation prompt and without documents or variables. */
    public static Builder builder(List<ChatMessage> messages) {
        return new Builder(messages);
    }

    /** Returns the messages, oldest first. */
    public List<ChatMessage> messages() {
        return messages;
    }

    /** Returns the documents, each a map; empty if there are none. */
    public List<Object> documents() {
        return documents;
    }

    /** Returns further variables of the template by name. */
    public Map<String, Object> variables() {
        return variables;
    }

    /** Returns true if the prompt ends with the opening of the assistant's message. */
    public boolean addGenerationPrompt() {
        return addGenerationPrompt;
    }

    /** Describes the input without quoting it. */
    @Override
    public String toString() {
        return "ChatTemplateInput[" + messages + ", " + documents.size() + " documents, variables " + variables.keySet()
                + ", addGenerationPrompt=" + addGenerationPrompt + "]";
    }

    /** Collects the parts of a {@link ChatTemplateInput}. Not safe for use by several threads. */
    public static final class Builder {

        private final List<ChatMessage> messages;
        private List<Object> documents = List.of();
        private final Map<String, Object> variables = new LinkedHashMap<>();
        private boolean addGenerationPrompt = true;

        private Builder(List<ChatMessage> messages) {
            this.messages = List.copyOf(messages);
        }

        /**
         * Sets the documents: maps as the template expects them, such as {@code {"doc_id": 1, "text": …}}, or texts, which become
         * maps with {@code doc_id} (counted from 1) and {@code text}.
         *
         * @throws IllegalArgumentException if one is neither a map nor a text
         */
        public Builder documents(List<?> documents) {
            List<Object> maps = new ArrayList<>();
            for (Object document : documents) {
                maps.add(document(document, maps.size() + 1));
            }
            this.documents = maps;
            return this;
        }

        /**
         * Adds variables of the template, such as {@code enable_thinking} or {@code guardian_config}: texts, numbers, booleans, null,
         * and lists and maps of these.
         */
        public Builder variables(Map<String, ?> variables) {
            this.variables.putAll(variables);
            return this;
        }

        /** Sets whether the prompt ends with the opening of the assistant's message; true by default. */
        public Builder addGenerationPrompt(boolean addGenerationPrompt) {
            this.addGenerationPrompt = addGenerationPrompt;
            return this;
        }

        /** Returns the input. */
        public ChatTemplateInput build() {
            return new ChatTemplateInput(this);
        }

        private static Object document(@Nullable Object document, int number) {
            if (document instanceof CharSequence text) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("doc_id", number);
                fields.put("text", text.toString());
                return fields;
            }
            if (Objects.requireNonNull(document, "document") instanceof Map<?, ?>) {
                return document;
            }
            throw new IllegalArgumentException("a document must be a map or a text, but number " + number + " is a "
                    + document.getClass().getSimpleName());
        }
    }
}
