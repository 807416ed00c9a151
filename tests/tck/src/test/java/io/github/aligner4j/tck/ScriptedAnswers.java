// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answers to all questions of LangChain4j's suites. */
final class ScriptedAnswers {

    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    static {
        ANSWERS.put("How much is 2 + 2", "Berlin. 2+2=4, of course.");
        ANSWERS.put("capital of Germany", "The capital is Berlin.");
        ANSWERS.put("I love you", "Ich liebe dich");
        ANSWERS.put("favorite color", "Your favorite color is green.");
        ANSWERS.put("Hello World", "Hello World!");
        ANSWERS.put("long story", "A cat met a dog, who knew a cow, who feared a hen. ".repeat(20));
        ANSWERS.put("hello", "Hello to you.");
    }

    private ScriptedAnswers() {}

    static AiMessage to(ChatRequest request) {
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        if (last instanceof ToolExecutionResultMessage) {
            return AiMessage.from(afterTools(request));
        }
        UserMessage question = (UserMessage) last;
        List<ToolExecutionRequest> calls = toolCalls(request, text(question));
        return calls.isEmpty() ? AiMessage.from(answer(request, question)) : AiMessage.from(calls);
    }

    private static String afterTools(ChatRequest request) {
        if (asksForJson(request)) {
            return hasCity(request.responseFormat())
                    ? "{\"city\": \"Munich\", \"weather\": \"SUNNY\"}"
                    : "{\"weather\": \"sunny\"}";
        }
        return request.messages().stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(message -> ((ToolExecutionResultMessage) message).text())
                .collect(Collectors.joining(" and ", "The tools say: ", "."));
    }

    private static String answer(ChatRequest request, UserMessage question) {
        if (asksForJson(request)) {
            return "{\"city\": \"Berlin\"}";
        }
        long images = question.contents().stream()
                .filter(ImageContent.class::isInstance)
                .count();
        if (images > 0) {
            return images == 1 ? "A cat." : "A cat on the first, dice on the second.";
        }
        return ANSWERS.entrySet().stream()
                .filter(entry -> text(question).contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("the suite asks something new: " + text(question)));
    }

    private static boolean asksForJson(ChatRequest request) {
        ResponseFormat format = request.responseFormat();
        return format != null && format.type() == ResponseFormatType.JSON;
    }

    private static boolean hasCity(ResponseFormat format) {
        return format.jsonSchema().rootElement() instanceof JsonObjectSchema schema
                && schema.properties().containsKey("city");
    }

    private static String text(UserMessage message) {
        return message.contents().stream()
                .filter(TextContent.class::isInstance)
                .map(content -> ((TextContent) content).text())
                .collect(Collectors.joining("\n"));
    }

    private static List<ToolExecutionRequest> toolCalls(ChatRequest request, String question) {
        List<ToolExecutionRequest> calls = new ArrayList<>();
        for (ToolSpecification tool : request.toolSpecifications()) {
            List<String> values = values(tool.name(), question);
            if (values != null) {
                calls.add(ToolExecutionRequest.builder()
                        .id("call-" + calls.size())
                        .name(tool.name())
                        .arguments(arguments(tool, values))
                        .build());
            }
        }
        return calls;
    }

    /** Returns the arguments that {@code question} gives for {@code tool}, or null if it does not need it. */
    private static List<String> values(String tool, String question) {
        return switch (tool) {
            case "getWeather" -> question.contains("Munich") ? List.of("\"Munich\"") : null;
            case "getTime" -> question.contains("time in France") ? List.of("\"France\"") : null;
            case "get_current_time" -> question.contains("time now") ? List.of() : null;
            case "currentDate" -> question.contains("date today") ? List.of() : null;
            case "add" -> sum(question);
            default -> null;
        };
    }

    private static List<String> sum(String question) {
        if (question.contains("37 plus 87")) {
            return List.of("37", "87");
        }
        return question.contains("add 47 to the previous result") ? List.of("124", "47") : null;
    }

    private static String arguments(ToolSpecification tool, List<String> values) {
        Iterator<String> names = values.isEmpty()
                ? List.<String>of().iterator()
                : tool.parameters().properties().keySet().iterator();
        return values.stream()
                .map(value -> "\"" + names.next() + "\":" + value)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
