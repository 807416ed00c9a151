package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.langchain4j.AlignmentOptions.StructuredOutput;
import io.github.aligner4j.text.StructuredText;
import org.jspecify.annotations.Nullable;

/** What happens to the text of an upstream answer. */
enum Treatment {
    /** It stays as it is. */
    PASS,
    /** It is removed. */
    DROP,
    /** It is corrected as a whole. */
    CORRECT,
    /** Each string value in it is corrected on its own. */
    CORRECT_VALUES;

    /** How LangChain4j's output parsers begin to tell a model about a format, at the end of the user message. */
    private static final String FORMAT_INSTRUCTION = "You must answer strictly ";

    static Treatment of(
            ChatRequest request, ChatRequestParameters defaults, ChatResponse response, AlignmentOptions options) {
        AiMessage message = response.aiMessage();
        String text = message.text();
        if (text == null || text.isBlank() || response.finishReason() == FinishReason.CONTENT_FILTER) {
            return PASS;
        }
        if (message.hasToolExecutionRequests()) {
            return ofToolTurn(options);
        }
        if (StructuredText.isJson(text)) {
            return options.structuredOutput() == StructuredOutput.VALUES ? CORRECT_VALUES : PASS;
        }
        return asksForJson(request, defaults) || isScalar(request, text) ? PASS : CORRECT;
    }

    static Treatment ofToolTurn(AlignmentOptions options) {
        return switch (options.toolTurnText()) {
            case PASS -> PASS;
            case DROP -> DROP;
            case ALIGN -> CORRECT;
        };
    }

    /** Whether an answer to {@code request} may well be one that a program reads, before anything is known of it. */
    static boolean mayBeStructured(ChatRequest request, ChatRequestParameters defaults) {
        return asksForJson(request, defaults) || asksForFormat(request);
    }

    private static boolean asksForFormat(ChatRequest request) {
        return CorrectionRequests.question(request.messages()).contains(FORMAT_INSTRUCTION);
    }

    private static boolean asksForJson(ChatRequest request, ChatRequestParameters defaults) {
        ResponseFormat asked = request.responseFormat();
        return isJson(asked == null ? defaults.responseFormat() : asked);
    }

    private static boolean isJson(@Nullable ResponseFormat format) {
        return format != null && format.type() == ResponseFormatType.JSON;
    }

    /** Enum constants, numbers, booleans, dates and lists of them, one a line: nothing but LangChain4j's prompt marks them. */
    private static boolean isScalar(ChatRequest request, String text) {
        return asksForFormat(request)
                && text.lines().noneMatch(line -> line.strip().contains(" "));
    }
}
