// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The templates and tokens in the tokenizer's files of a checkpoint. */
record TokenizerFiles(Map<String, String> templates, Map<String, String> namedTokens, List<AddedToken> addedTokens) {

    static final String DEFAULT = "default";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONFIG = "tokenizer_config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String ADDED_TOKENS = "added_tokens";
    private static final String TEMPLATE = "chat_template";
    private static final String TEMPLATE_FILE = "chat_template.jinja";
    private static final String MORE_TEMPLATES = "additional_chat_templates";
    private static final String CONTENT = "content";
    private static final long MAX_FILE_BYTES = 32L * 1024 * 1024;

    static TokenizerFiles read(Path checkpoint) {
        JsonNode config = tree(checkpoint.resolve(CONFIG));
        Map<String, String> templates = templates(config);
        templates.putAll(templateFiles(checkpoint));
        List<AddedToken> added = addedTokens(checkpoint.resolve(TOKENIZER));
        return new TokenizerFiles(
                templates, namedTokens(config), added.isEmpty() ? tokens(config.path("added_tokens_decoder")) : added);
    }

    boolean hasTemplate(String name) {
        return templates.containsKey(name);
    }

    String template(String name) {
        String template = templates.get(name);
        if (template == null) {
            throw new ChatTemplateException("the checkpoint has no chat template '" + name + "' (it has "
                    + templates.keySet().stream().sorted().toList() + "); it needs " + TEMPLATE_FILE + " or a '"
                    + TEMPLATE
                    + "' in " + CONFIG);
        }
        return template;
    }

    private static Map<String, String> templates(JsonNode config) {
        Map<String, String> templates = new LinkedHashMap<>();
        JsonNode template = config.path(TEMPLATE);
        if (template.isString()) {
            templates.put(DEFAULT, template.stringValue());
        }
        for (JsonNode named : template.isArray() ? template : JSON.createArrayNode()) {
            if (named.path("name").isString() && named.path("template").isString()) {
                templates.put(
                        named.path("name").stringValue(), named.path("template").stringValue());
            }
        }
        return templates;
    }

    private static Map<String, String> templateFiles(Path checkpoint) {
        Map<String, String> templates = new LinkedHashMap<>();
        Path single = checkpoint.resolve(TEMPLATE_FILE);
        if (Files.isRegularFile(single)) {
            templates.put(DEFAULT, text(single));
        }
        Path more = checkpoint.resolve(MORE_TEMPLATES);
        if (Files.isDirectory(more)) {
            try (var files = Files.newDirectoryStream(more, "*.jinja")) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    templates.put(name.substring(0, name.length() - ".jinja".length()), text(file));
                }
            } catch (IOException e) {
                throw new ChatTemplateException(more + " can't be read: " + e.getMessage(), e);
            }
        }
        return templates;
    }

    private static Map<String, String> namedTokens(JsonNode config) {
        Map<String, String> tokens = new LinkedHashMap<>();
        config.properties().forEach(entry -> {
            String text = tokenText(entry.getValue());
            if (entry.getKey().endsWith("_token") && text != null) {
                tokens.put(entry.getKey(), text);
            }
        });
        return tokens;
    }

    private static @Nullable String tokenText(JsonNode token) {
        JsonNode text = token.isObject() ? token.path(CONTENT) : token;
        return text.isString() ? text.stringValue() : null;
    }

    /** Reads the added tokens of a tokenizer; the rest of the file, which can have tens of megabytes, is skipped. */
    private static List<AddedToken> addedTokens(Path tokenizer) {
        if (!Files.isRegularFile(tokenizer)) {
            return List.of();
        }
        try (JsonParser parser = JSON.createParser(tokenizer)) {
            List<AddedToken> tokens = List.of();
            for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
                boolean found =
                        next == JsonToken.PROPERTY_NAME && parser.currentName().equals(ADDED_TOKENS);
                if (next == JsonToken.PROPERTY_NAME) {
                    parser.nextToken();
                }
                if (found) {
                    JsonNode list = parser.readValueAsTree();
                    tokens = tokens(list);
                } else if (next == JsonToken.PROPERTY_NAME) {
                    parser.skipChildren();
                }
            }
            return tokens;
        } catch (JacksonException e) {
            throw new ChatTemplateException(tokenizer + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static List<AddedToken> tokens(JsonNode list) {
        List<AddedToken> tokens = new ArrayList<>();
        for (JsonNode token : list) {
            String content = token.path(CONTENT).stringValue("");
            if (!content.isEmpty()) {
                tokens.add(new AddedToken(
                        content,
                        token.path("single_word").booleanValue(false),
                        token.path("lstrip").booleanValue(false),
                        token.path("rstrip").booleanValue(false),
                        token.path("normalized").booleanValue(false)));
            }
        }
        return tokens;
    }

    private static JsonNode tree(Path file) {
        if (!Files.isRegularFile(file)) {
            return JSON.createObjectNode();
        }
        requireSize(file);
        try {
            return JSON.readTree(file);
        } catch (JacksonException e) {
            throw new ChatTemplateException(file + " is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void requireSize(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new ChatTemplateException(file + " has " + size + " bytes, but at most " + MAX_FILE_BYTES
                        + " are read; is it what it is named?");
            }
        } catch (IOException e) {
            throw new ChatTemplateException(file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        requireSize(file);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ChatTemplateException(file + " can't be read: " + e.getMessage(), e);
        }
    }
}
