// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published templates among the test's resources, and what transformers renders of them. */
final class TestTemplates {

    private static final JsonMapper JSON = new JsonMapper();

    private TestTemplates() {}

    /**
     * A chat and what transformers renders.
     *
     * @param text the rendered text; null if the template refuses the chat
     */
    record Case(
            String template,
            String name,
            ChatTemplateInput input,
            @Nullable String text) {

        @Override
        public String toString() {
            return template + ": " + name;
        }
    }

    static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jinja"))
                    .map(name -> name.substring(0, name.length() - ".jinja".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ChatTemplate template(String name) {
        JsonNode tokens = JSON.readTree(folder().resolve(name + ".tokens.json"));
        Map<String, String> named = new LinkedHashMap<>();
        tokens.path("named_tokens")
                .properties()
                .forEach(each -> named.put(each.getKey(), each.getValue().stringValue()));
        List<String> added = new ArrayList<>();
        tokens.path("added_tokens").forEach(each -> added.add(each.stringValue()));
        return ChatTemplate.of(source(name))
                .withNamedTokens(named)
                .withAddedTokens(added)
                .withClock(Clock.fixed(Instant.parse("2026-11-07T15:04:05Z"), ZoneOffset.UTC));
    }

    static String source(String name) {
        try {
            return Files.readString(folder().resolve(name + ".jinja"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Case> cases(String name) {
        List<Case> cases = new ArrayList<>();
        for (JsonNode node : JSON.readTree(folder().resolve(name + ".rendered.json"))) {
            String text = node.has("text") ? node.path("text").stringValue() : null;
            cases.add(new Case(name, node.path("case").stringValue(), input(node), text));
        }
        return cases;
    }

    private static ChatTemplateInput input(JsonNode node) {
        List<ChatMessage> messages = new ArrayList<>();
        node.path("messages")
                .forEach(each -> messages.add(new ChatMessage(
                        each.path("role").stringValue(), each.path("content").stringValue())));
        ChatTemplateInput.Builder input = ChatTemplateInput.builder(messages);
        Map<String, Object> options = JSON.treeToValue(node.path("options"), new TypeReference<>() {});
        input.addGenerationPrompt((boolean) Objects.requireNonNullElse(options.remove("add_generation_prompt"), true));
        input.documents((List<?>) Objects.requireNonNullElse(options.remove("documents"), List.of()));
        return input.variables(options).build();
    }

    /** Returns the test's resources, or the folder that {@code tests/chat-templates/check} names. */
    static Path folder() {
        String other = System.getProperty("templates.folder");
        if (other != null) {
            return Path.of(other);
        }
        try {
            return Path.of(Objects.requireNonNull(TestTemplates.class.getResource("templates"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
