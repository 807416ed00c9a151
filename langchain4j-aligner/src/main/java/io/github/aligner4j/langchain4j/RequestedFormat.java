// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;

/** Finds out whether a program requested its answer in a format. */
final class RequestedFormat {

    /** The beginning of what LangChain4j's output parsers, all of them, append to a user message to describe a format. */
    private static final String FORMAT_INSTRUCTION = "\nYou must ";

    private RequestedFormat() {}

    /**
     * Returns whether the program requested the answer to {@code request} in a format: by a response format, or by the return
     * type of the AI Service method that asked. Users can write the format instruction too, so it is only a
     * reason to look for the return type, which they can't influence. After a guardrail's reprompt, which does not repeat the
     * instruction, the return type is always looked for.
     */
    static boolean isRequested(AlignedRequest request, ChatRequestParameters defaults) {
        AiServiceMethod method = request.method();
        return isJson(request.chat(), defaults)
                || ((hasInstruction(request.chat()) || method.isReprompted()) && method.isParsed());
    }

    private static boolean hasInstruction(ChatRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .anyMatch(message -> Conversations.text((UserMessage) message).contains(FORMAT_INSTRUCTION));
    }

    private static boolean isJson(ChatRequest request, ChatRequestParameters defaults) {
        ResponseFormat requested = request.responseFormat();
        ResponseFormat format = requested == null ? defaults.responseFormat() : requested;
        return format != null && format.type() == ResponseFormatType.JSON;
    }
}
