package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import io.github.aligner4j.streaming.EagerCorrection;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a corrected text into an upstream response and keeps everything else: metadata, tool calls, images, attributes. */
final class ResponseCorrector {

    private final AnswerCorrector corrector;
    private final AlignmentOptions options;
    private final Supplier<ChatRequestParameters> defaults;

    ResponseCorrector(Aligner aligner, AlignmentOptions options, Supplier<ChatRequestParameters> defaults) {
        this.corrector = new AnswerCorrector(aligner);
        this.options = options;
        this.defaults = defaults;
    }

    AlignmentOptions options() {
        return options;
    }

    /** Returns the form in which the answer to {@code request} is asked for; to be called on the caller's own thread. */
    Form asked(ChatRequest request) {
        return AnswerAction.asked(request, defaults.get(), options);
    }

    /** Returns what can be shown an answer to {@code request} while it is being written, without correcting yet. */
    EagerCorrection ahead(ChatRequest request, Form form, Executor executor) {
        EagerCorrection ahead = new EagerCorrection(corrector.aligner(), () -> question(request, ""), executor);
        if (form != Form.TEXT && form != Form.TEXT_OR_VALUES) {
            ahead.close();
        }
        return ahead;
    }

    /** Returns {@code response} with its answer, asked for in {@code form}, corrected. */
    ChatResponse apply(ChatRequest request, Form form, ChatResponse response) {
        return apply(
                request,
                response,
                AnswerAction.of(response, form, options),
                CorrectionContext.DEFAULT,
                corrector.aligner());
    }

    /** Returns {@code response} with its text treated by {@code policy}, and corrected by {@code whole} if in one piece. */
    ChatResponse apply(
            ChatRequest request, ChatResponse response, AnswerPolicy policy, CorrectionContext call, Aligner whole) {
        String text = response.aiMessage().text();
        ChatResponse treated = response;
        if (text != null) {
            boolean drops = AnswerAction.drops(response, options);
            treated = withText(response, drops ? null : correct(request, text, policy, call, whole));
        }
        return options.thinking() == Thinking.DROP ? withoutThinking(treated) : treated;
    }

    /** Returns {@code text} corrected, as {@code call} hears it. */
    String correct(ChatRequest request, String text, AnswerPolicy policy, CorrectionContext call, Aligner whole) {
        if (AnswerCorrector.passes(text, policy)) {
            call.emit(text);
            return text;
        }
        return corrector.correct(question(request, text), call, policy, whole).answer();
    }

    private CorrectionRequest question(ChatRequest request, String text) {
        return CorrectionRequests.from(request.messages(), text, options.conversationDepth());
    }

    /** Never {@code AiMessage.from(text)}: it would lose thinking, images, attributes and tool calls. */
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
