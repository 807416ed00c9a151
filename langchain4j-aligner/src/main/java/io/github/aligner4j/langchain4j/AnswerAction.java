package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.FinishReasons;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;

/** What happens to the text of an upstream answer, by what the program asked for. */
final class AnswerAction {

    /** How LangChain4j's output parsers, all of them, begin to tell a model about a format, at the end of a user message. */
    private static final String FORMAT_INSTRUCTION = "\nYou must ";

    private AnswerAction() {}

    /** Returns whether the text of {@code response} is removed. */
    static boolean drops(ChatResponse response, AlignmentOptions options) {
        return response.aiMessage().hasToolExecutionRequests() && drops(options);
    }

    /** Returns whether text beside a tool call is removed. */
    static boolean drops(AlignmentOptions options) {
        return options.toolCallText() == ToolCallTextPolicy.DROP;
    }

    /** Returns how the text of {@code response} is corrected, which was asked for in {@code form}. */
    static AnswerPolicy of(ChatResponse response, Form form, AlignmentOptions options) {
        AiMessage message = response.aiMessage();
        boolean toolTurn = message.hasToolExecutionRequests();
        return new AnswerPolicy(
                isFiltered(response)
                        ? Form.UNTOUCHED
                        : toolTurn ? options.toolCallText().form() : form,
                options.thinking() == Thinking.PASS,
                options.thinkingOpened(),
                toolTurn);
    }

    static boolean isFiltered(ChatResponse response) {
        return response.finishReason() != null
                && FinishReasons.isFiltered(response.finishReason().name());
    }

    /**
     * Returns the form in which the program asked for the answer, if it did. The instruction in a message, which anybody can
     * write, is only where to look for the method's return type, which nobody can. A guardrail that has the model asked again
     * does not repeat it.
     */
    static Form asked(ChatRequest request, ChatRequestParameters defaults, AlignmentOptions options) {
        boolean look = isInstructed(request) || AiServiceMethod.isAskedAgain();
        return options.structuredOutput().form(asksForJson(request, defaults) || (look && AiServiceMethod.isParsed()));
    }

    /** Returns the form in which the AiService that this is called by asked for its answer. */
    static Form askedByService(AlignmentOptions options) {
        return options.structuredOutput().form(AiServiceMethod.isParsed());
    }

    private static boolean isInstructed(ChatRequest request) {
        return request.messages().stream()
                .filter(UserMessage.class::isInstance)
                .anyMatch(message ->
                        CorrectionRequests.text((UserMessage) message).contains(FORMAT_INSTRUCTION));
    }

    private static boolean asksForJson(ChatRequest request, ChatRequestParameters defaults) {
        ResponseFormat asked = request.responseFormat();
        ResponseFormat format = asked == null ? defaults.responseFormat() : asked;
        return format != null && format.type() == ResponseFormatType.JSON;
    }
}
