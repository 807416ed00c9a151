package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.input.PromptTemplate;
import io.github.aligner4j.Aligner;
import java.util.List;
import java.util.Objects;

/**
 * Corrects an AiService's final answer as an output guardrail. Prefer {@link AlignedChatModel}.
 *
 * <p><b>Two things a guardrail can't do.</b> LangChain4j stores an answer in chat memory before its guardrails see it, so the
 * memory keeps the <em>uncorrected</em> answer and the model reads it back on the next turn. And it replays the buffered
 * partial responses of a token stream as they came, so a user interface that renders them shows the <em>uncorrected</em>
 * text; only the complete response is corrected. An aligned model does neither.
 *
 * <p>A failed correction fails the call with LangChain4j's {@code GuardrailException}. Asynchronous AiServices, which LangChain4j
 * has since 1.20, refuse it as they do each guardrail that blocks.
 */
public final class AlignerOutputGuardrail implements OutputGuardrail {

    private final ResponseCorrector correction;

    /** Creates a guardrail that treats answers as {@link AlignmentOptions#DEFAULT} says. */
    public AlignerOutputGuardrail(Aligner aligner) {
        this(aligner, AlignmentOptions.DEFAULT);
    }

    /** Creates a guardrail that treats answers as {@code options} say. */
    public AlignerOutputGuardrail(Aligner aligner, AlignmentOptions options) {
        this.correction = new ResponseCorrector(
                Objects.requireNonNull(aligner, "aligner"),
                Objects.requireNonNull(options, "options"),
                () -> DefaultChatRequestParameters.EMPTY);
    }

    @Override
    public OutputGuardrailResult validate(OutputGuardrailRequest request) {
        ChatRequest asked = ChatRequest.builder()
                .messages(messages(request.requestParams()))
                .build();
        ChatResponse response = request.responseFromLLM();
        ChatResponse corrected = correction.apply(asked, AnswerAction.askedByService(correction.options()), response);
        return corrected.equals(response) ? success() : successWith(corrected.aiMessage());
    }

    private static List<ChatMessage> messages(GuardrailRequestParams params) {
        ChatMemory memory = params.chatMemory();
        return memory == null
                ? List.of(UserMessage.from(PromptTemplate.from(params.userMessageTemplate())
                        .apply(params.variables())
                        .text()))
                : memory.messages();
    }
}
