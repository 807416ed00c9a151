package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AnswerAhead;
import io.github.aligner4j.CorrectionCall;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import io.github.aligner4j.text.JsonStrings;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts a corrected text into an upstream response and keeps everything else: metadata, tool calls, images, attributes. */
final class AnswerCorrection {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s");

    private final Aligner aligner;
    private final AlignmentOptions options;

    private final Supplier<ChatRequestParameters> defaults;

    AnswerCorrection(Aligner aligner, AlignmentOptions options, Supplier<ChatRequestParameters> defaults) {
        this.aligner = aligner;
        this.options = options;
        this.defaults = defaults;
    }

    AlignmentOptions options() {
        return options;
    }

    Treatment treatmentOf(ChatRequest request, ChatResponse response) {
        return Treatment.of(request, defaults.get(), response, options);
    }

    /** Returns what can be shown an answer to {@code request} while it is being written, without correcting yet. */
    AnswerAhead ahead(ChatRequest request, Executor executor) {
        AnswerAhead ahead = new AnswerAhead(aligner, () -> question(request, ""), executor);
        if (Treatment.mayBeStructured(request, defaults.get())) {
            ahead.close();
        }
        return ahead;
    }

    ChatResponse apply(Treatment treatment, ChatRequest request, ChatResponse response, CorrectionCall call) {
        return apply(treatment, request, response, call, aligner);
    }

    /** Does the same, but has the answer as a whole corrected by {@code whole}. */
    ChatResponse apply(
            Treatment treatment, ChatRequest request, ChatResponse response, CorrectionCall call, Aligner whole) {
        String text = response.aiMessage().text();
        ChatResponse treated = switch (treatment) {
            case PASS -> response;
            case DROP -> withText(response, null);
            case CORRECT -> withText(response, correct(question(request, text), call, whole));
            case CORRECT_VALUES -> withText(response, correctValues(request, text, call));
        };
        return options.thinking() == Thinking.DROP ? withoutThinking(treated) : treated;
    }

    private String correctValues(ChatRequest request, String json, CorrectionCall call) {
        CorrectionCall unheard = call.unheard();
        String corrected = JsonStrings.map(
                json,
                value -> WHITE_SPACE.matcher(value).find() && !value.isBlank()
                        ? correct(question(request, value), unheard, aligner)
                        : value);
        call.emit(corrected);
        return corrected;
    }

    private CorrectionRequest question(ChatRequest request, String text) {
        return CorrectionRequests.from(request.messages(), text, options.conversationDepth());
    }

    private static String correct(CorrectionRequest question, CorrectionCall call, Aligner aligner) {
        try {
            return aligner.correct(question, call).answer();
        } catch (AlignerException | CompletionCancelledException e) {
            throw e;
        } catch (CompletionModelException e) {
            throw new AlignerException("the Aligner gave no correction: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // a stranger's message may quote the texts, so only its type is repeated
            throw new AlignerException(
                    "the Aligner gave no correction: " + e.getClass().getName(), e);
        }
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
