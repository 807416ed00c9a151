package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.answer.EagerCorrection;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a corrected text into an upstream response and keeps everything else: metadata, tool calls, images, attributes. */
final class ResponseCorrector {

    private final AnswerCorrector corrector;
    private final AlignmentOptions options;
    private final Map<String, Object> attributes;
    private final Supplier<ChatRequestParameters> defaults;

    /**
     * Creates a corrector.
     *
     * @param alignment the settings
     * @param defaults supplies the upstream model's default parameters
     */
    ResponseCorrector(Alignment alignment, Supplier<ChatRequestParameters> defaults) {
        this.corrector = new AnswerCorrector(alignment.aligner(), alignment.onCorrection());
        this.options = alignment.options();
        this.attributes = alignment.attributes();
        this.defaults = defaults;
    }

    AlignmentOptions options() {
        return options;
    }

    /** Returns the form in which the answer to {@code request} is corrected; must be called on the caller's own thread. */
    Form form(AlignedRequest request) {
        return options.structuredOutput().form(RequestedFormat.isRequested(request.chat(), defaults.get()));
    }

    /** Begins the correction of the answer to {@code request} while it streams. */
    EagerCorrection begin(AlignedRequest request, Form form, Executor executor) {
        AnswerPolicy policy = AnswerPolicy.DEFAULT.withForm(form).withThinkingOpened(options.thinkingOpened());
        return corrector.begin(
                policy, () -> request.correctionRequest("", options.conversationDepth(), attributes), executor);
    }

    /** Returns {@code response} with its answer corrected in {@code form}. */
    ChatResponse correct(AlignedRequest request, Form form, ChatResponse response) {
        return correct(request, response, options.policy(response, form), request.context(), corrector.aligner());
    }

    /**
     * Returns {@code response} with its text corrected as {@code policy} says.
     *
     * @param textAligner corrects a text that is corrected in one piece
     */
    ChatResponse correct(
            AlignedRequest request,
            ChatResponse response,
            AnswerPolicy policy,
            CorrectionContext context,
            Aligner textAligner) {
        String text = response.aiMessage().text();
        ChatResponse corrected = response;
        if (text != null) {
            boolean dropped = options.drops(response);
            corrected = withText(response, dropped ? null : correct(request, text, policy, context, textAligner));
        }
        return options.thinking() == Thinking.DROP ? withoutThinking(corrected) : corrected;
    }

    /** Returns {@code text} corrected, and passes it to the listener of {@code context}. */
    String correct(
            AlignedRequest request, String text, AnswerPolicy policy, CorrectionContext context, Aligner textAligner) {
        CorrectionRequest correctionRequest = request.correctionRequest(text, options.conversationDepth(), attributes);
        return corrector
                .correct(correctionRequest, context, policy, textAligner)
                .answer();
    }

    /** Not by {@code AiMessage.from(text)}, which loses thinking, images, attributes and tool calls. */
    private static ChatResponse withText(ChatResponse response, @Nullable String text) {
        AiMessage message = response.aiMessage();
        return text != null && text.equals(message.text())
                ? response
                : with(response, message.toBuilder().text(text).build());
    }

    private static ChatResponse withoutThinking(ChatResponse response) {
        AiMessage message = response.aiMessage();
        return message.thinking() == null
                ? response
                : with(response, message.toBuilder().thinking(null).build());
    }

    /** {@code toBuilder} keeps the upstream model's own metadata object. */
    private static ChatResponse with(ChatResponse response, AiMessage message) {
        return response.toBuilder().aiMessage(message).build();
    }
}
