// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The features that a scripted model supports: all that the suites test, or plain questions only. */
enum Abilities {
    ALL,
    NONE;

    private static final Pattern TOKEN = Pattern.compile("\\s*\\w+|\\s*[^\\w\\s]+|\\s+");

    static List<String> tokens(String text) {
        return text == null
                ? List.of()
                : TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    ChatResponse respond(ChatRequest request) {
        if (this == NONE) {
            refuse(request.parameters());
            refuseImages(request.messages());
        }
        AiMessage message = ScriptedAnswers.to(request);
        return message.hasToolExecutionRequests()
                ? response(request, message, FinishReason.TOOL_EXECUTION, 3)
                : cut(request, message.text());
    }

    /** Throws if {@code parameters} use a feature that is not supported. */
    void refuse(ChatRequestParameters parameters) {
        if (this == NONE) {
            refuse(parameters.modelName() != null, "modelName");
            refuse(parameters.maxOutputTokens() != null, "maxOutputTokens");
            refuse(!isEmpty(parameters.stopSequences()), "stopSequences");
            refuse(parameters.toolChoice() != null, "ToolChoice.REQUIRED");
            refuse(!isEmpty(parameters.toolSpecifications()), "tools");
            refuse(isJson(parameters.responseFormat()), "JSON response format");
        }
    }

    private static void refuseImages(List<ChatMessage> messages) {
        refuse(
                messages.stream()
                        .filter(UserMessage.class::isInstance)
                        .flatMap(message -> ((UserMessage) message).contents().stream())
                        .anyMatch(ImageContent.class::isInstance),
                "image input");
    }

    private static void refuse(boolean used, String feature) {
        if (used) {
            throw new UnsupportedFeatureException(feature + " is not supported");
        }
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    private static boolean isJson(ResponseFormat format) {
        return format != null && format.type() == ResponseFormatType.JSON;
    }

    private static ChatResponse cut(ChatRequest request, String answer) {
        String text = answer;
        for (String stop : request.stopSequences() == null ? List.<String>of() : request.stopSequences()) {
            text = text.contains(stop) ? text.substring(0, text.indexOf(stop)) : text;
        }
        List<String> tokens = tokens(text);
        Integer limit = request.maxOutputTokens();
        if (limit == null || tokens.size() <= limit) {
            return response(request, AiMessage.from(text), FinishReason.STOP, tokens.size());
        }
        return response(request, AiMessage.from(String.join("", tokens.subList(0, limit))), FinishReason.LENGTH, limit);
    }

    private static ChatResponse response(ChatRequest request, AiMessage message, FinishReason reason, int tokens) {
        String modelName = request.modelName();
        return ChatResponse.builder()
                .aiMessage(message)
                .metadata(ChatResponseMetadata.builder()
                        .id("response-1")
                        .modelName(modelName == null ? "scripted" : modelName)
                        .finishReason(reason)
                        .tokenUsage(new TokenUsage(10, tokens))
                        .build())
                .build();
    }
}
