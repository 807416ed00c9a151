// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.chattemplate.ChatMessage;
import io.github.aligner4j.chattemplate.ChatTemplateInput;
import io.github.aligner4j.completion.Prompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Renders the prompts of an intrinsic: documents, the conversation with question and answer, and the instruction as a last user
 * message. The passages retrieved for a question ({@link CorrectionRequest#context()}) are documents with {@code text} and
 * {@code doc_id}, counted from 1; {@code docs_as_message} moves them into a first user message, in granite-common's words.
 */
final class IntrinsicPrompt {

    /** The placeholder that stands for the last message: the answer. */
    private static final String LAST_MESSAGE = "last_message";

    private static final JsonMapper JSON = new JsonMapper();

    private final IntrinsicDefinition definition;
    private final Function<ChatTemplateInput, Prompt> template;
    private final Map<String, String> arguments;

    /**
     * Creates it.
     *
     * @throws IllegalArgumentException if a placeholder of the instruction has no argument, or an argument no placeholder
     */
    IntrinsicPrompt(
            IntrinsicDefinition definition,
            Function<ChatTemplateInput, Prompt> template,
            Map<String, String> arguments) {
        this.definition = definition;
        this.template = template;
        this.arguments = Map.copyOf(arguments);
        Set<String> missing = new TreeSet<>(definition.placeholders());
        missing.removeAll(arguments.keySet());
        missing.remove(LAST_MESSAGE);
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("the instruction of '" + definition.name() + "' needs the argument '"
                    + String.join("', '", missing) + "'");
        }
        Set<String> unknown = new TreeSet<>(arguments.keySet());
        unknown.removeAll(definition.placeholders());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the instruction of '" + definition.name() + "' has no place for '"
                    + String.join("', '", unknown) + "'; it has places for " + definition.placeholders());
        }
    }

    /** Returns the prompt for {@code request}. */
    Prompt render(CorrectionRequest request) {
        List<ChatMessage> messages = new ArrayList<>();
        request.conversation().forEach(turn -> messages.add(ChatMessage.of(turn)));
        if (!request.question().isEmpty()) {
            messages.add(ChatMessage.user(request.question()));
        }
        messages.add(ChatMessage.assistant(request.answer()));
        definition.instruction().ifPresent(instruction -> {
            Map<String, String> values = new HashMap<>(arguments);
            values.put(LAST_MESSAGE, request.answer());
            messages.add(ChatMessage.user(instruction.format(values)));
        });
        List<Map<String, String>> documents = documents(passages(request));
        if (documents.isEmpty() || definition.docsAsMessage().isEmpty()) {
            return template.apply(
                    ChatTemplateInput.builder(messages).documents(documents).build());
        }
        messages.add(0, ChatMessage.user(message(definition.docsAsMessage().get(), documents)));
        return template.apply(ChatTemplateInput.builder(messages).build());
    }

    /** Returns the passages that become documents: those that are not blank. */
    static List<String> passages(CorrectionRequest request) {
        return request.context().stream().filter(passage -> !passage.isBlank()).toList();
    }

    private static List<Map<String, String>> documents(List<String> passages) {
        List<Map<String, String>> documents = new ArrayList<>();
        for (String passage : passages) {
            Map<String, String> document = new LinkedHashMap<>();
            document.put("text", passage);
            document.put("doc_id", String.valueOf(documents.size() + 1));
            documents.add(document);
        }
        return documents;
    }

    private static String message(String how, List<Map<String, String>> documents) {
        if (how.equals("json")) {
            return documents.stream()
                    .map(document -> "{\"text\": " + quoted(document.get("text")) + ", \"doc_id\": "
                            + quoted(document.get("doc_id")) + "}")
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        StringBuilder message = new StringBuilder("You have access to the following documents:");
        documents.forEach(document -> message.append("\n\n[Document ")
                .append(document.get("doc_id"))
                .append("]\n")
                .append(document.get("text")));
        return message.toString();
    }

    /** Returns a JSON string as Python's {@code json.dumps} writes it. */
    private static String quoted(@Nullable String text) {
        return JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(text);
    }
}
