package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.FinishReasons;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import io.github.aligner4j.langchain4j.AlignmentOptions.ToolTurnText;

/** What happens to the text of an upstream answer, by what the program asked for. */
final class Treatment {

    /** How LangChain4j's output parsers begin to tell a model about a format, at the end of the user message. */
    private static final String FORMAT_INSTRUCTION = "\nYou must answer strictly ";

    private Treatment() {}

    /** Returns whether the text of {@code response} is removed. */
    static boolean drops(ChatResponse response, AlignmentOptions options) {
        return response.aiMessage().hasToolExecutionRequests() && drops(options);
    }

    /** Returns whether text beside a tool call is removed. */
    static boolean drops(AlignmentOptions options) {
        return options.toolTurnText() == ToolTurnText.DROP;
    }

    /** Returns how the text of {@code response} is corrected, which was asked for in {@code form}. */
    static AnswerPolicy of(ChatResponse response, Form form, AlignmentOptions options) {
        AiMessage message = response.aiMessage();
        boolean toolTurn = message.hasToolExecutionRequests();
        return new AnswerPolicy(
                isFiltered(response) ? Form.UNTOUCHED : toolTurn ? ofToolTurn(options) : form,
                options.thinking() == Thinking.PASS,
                options.thinkingOpened(),
                toolTurn);
    }

    static boolean isFiltered(ChatResponse response) {
        return response.finishReason() != null
                && FinishReasons.isFiltered(response.finishReason().name());
    }

    static Form ofToolTurn(AlignmentOptions options) {
        return options.toolTurnText() == ToolTurnText.PASS ? Form.UNTOUCHED : Form.TEXT;
    }

    /**
     * Returns the form in which the program asked for the answer, if it did. The instruction in the message, which anybody can
     * write, is only where to look for the method's return type, which nobody can.
     */
    static Form asked(ChatRequest request, ChatRequestParameters defaults, AlignmentOptions options) {
        boolean structured = asksForJson(request, defaults)
                || (CorrectionRequests.question(request.messages()).contains(FORMAT_INSTRUCTION)
                        && ServiceMethod.isParsed());
        return switch (options.structuredOutput()) {
            case SKIP -> structured ? Form.UNTOUCHED : Form.TEXT;
            case VALUES -> structured ? Form.VALUES : Form.TEXT_OR_VALUES;
        };
    }

    private static boolean asksForJson(ChatRequest request, ChatRequestParameters defaults) {
        ResponseFormat asked = request.responseFormat();
        ResponseFormat format = asked == null ? defaults.responseFormat() : asked;
        return format != null && format.type() == ResponseFormatType.JSON;
    }
}
