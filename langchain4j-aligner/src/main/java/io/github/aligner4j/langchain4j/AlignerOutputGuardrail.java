// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.input.PromptTemplate;
import dev.langchain4j.rag.AugmentationResult;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.answer.AnswerPolicy.Form;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An output guardrail that corrects the final answer of an AI Service. Prefer {@link AlignedChatModel}.
 *
 * <p><b>A guardrail has two gaps.</b> LangChain4j stores an answer in chat memory before its guardrails see it, so the memory
 * keeps the <em>uncorrected</em> answer, and the model reads it on the next turn. And LangChain4j replays the buffered partial
 * responses of a token stream unchanged, so a user interface that renders them shows the <em>uncorrected</em> text; only the
 * complete response is corrected. An aligned model has neither gap.
 *
 * <p>A failed correction fails the call with LangChain4j's {@code GuardrailException}. For a layer that reprompts ({@link
 * io.github.aligner4j.FailurePolicy.Reprompt}), LangChain4j asks the model again, and the new answer passes all guardrails; {@code
 * OutputGuardrailsConfig.maxRetries}, 2 by default and the first answer included, limits this too. Without a chat memory, LangChain4j
 * can't repeat the conversation, so the policy's {@code then} decides at once.
 *
 * <p>Asynchronous AI Services, which
 * LangChain4j has since 1.20, refuse every blocking guardrail, and so this one.
 */
public final class AlignerOutputGuardrail implements OutputGuardrail {

    private final Alignment alignment;
    private final GuardrailReprompts reprompts;

    /** Creates a guardrail with {@link AlignmentOptions#DEFAULT}. */
    public AlignerOutputGuardrail(Aligner aligner) {
        this(aligner, AlignmentOptions.DEFAULT);
    }

    /** Creates a guardrail with the given options. */
    public AlignerOutputGuardrail(Aligner aligner, AlignmentOptions options) {
        this.alignment = new Alignment(
                Objects.requireNonNull(aligner, "aligner"),
                Map.of(),
                Objects.requireNonNull(options, "options"),
                Alignment.NO_LISTENER,
                Map.of(),
                StreamThreads.shared());
        this.reprompts = new GuardrailReprompts(aligner);
    }

    @Override
    public OutputGuardrailResult validate(OutputGuardrailRequest request) {
        ChatResponse response = request.responseFromLLM();
        AlignedRequest aligned = alignedRequest(request.requestParams());
        Form form = alignment.options().structuredOutput().form(aligned.method().isParsed());
        ResponseCorrector corrector = new ResponseCorrector(alignment, aligned, form);
        if (corrector.passes()) {
            corrector.observe(response, response.aiMessage().text());
            return success();
        }
        GuardrailReprompts.Pending reprompt = reprompts.pending(request.requestParams());
        try {
            ChatResponse corrected = corrector.correct(response, reprompt.in(corrector.context()));
            return corrected.equals(response) ? success() : successWith(corrected.aiMessage());
        } catch (CorrectionCancelledException e) {
            String message = reprompt.message();
            if (message == null) {
                throw e;
            }
            return reprompt("a layer gave no correction of the answer, so the model is asked again", message);
        }
    }

    private static AlignedRequest alignedRequest(GuardrailRequestParams params) {
        ChatMemory memory = params.chatMemory();
        List<ChatMessage> messages = memory == null ? List.of(UserMessage.from(question(params))) : memory.messages();
        AlignmentParameters.Builder alignment = AlignmentParameters.builder();
        AugmentationResult augmentation = params.augmentationResult();
        if (augmentation != null) {
            alignment.context(Retrieval.passages(augmentation.contents()));
            if (asksFor(augmentation, messages)) {
                alignment.question(question(params));
            }
        }
        return new AlignedRequest(
                ChatRequest.builder().messages(messages).build(),
                alignment.build(),
                AiServiceMethod.current(),
                Retrieval.attributes(params.invocationContext()));
    }

    /** Returns whether the question in {@code messages} is still the augmented one, not rewritten by an input guardrail. */
    private static boolean asksFor(AugmentationResult augmentation, List<ChatMessage> messages) {
        return augmentation.chatMessage() instanceof UserMessage augmented
                && Conversations.of(messages).question().startsWith(Conversations.text(augmented));
    }

    private static String question(GuardrailRequestParams params) {
        return PromptTemplate.from(params.userMessageTemplate())
                .apply(params.variables())
                .text();
    }
}
