// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.Upstream;
import io.github.aligner4j.answer.InlineThinking;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The upstream model of one call, which can be asked again. The messages are those that LangChain4j sends for an output guardrail
 * that reprompts: the call's, the model's last answer, and the reprompt as a message of the user. None of them reaches a chat memory.
 *
 * <p>Used by one thread.
 */
final class RepromptedUpstream implements Upstream {

    private final ChatRequest request;
    private final Model model;
    private final boolean thinkingOpened;
    private final CorrectionContext limits;
    private ChatResponse last;
    private @Nullable TokenUsage usage;
    private boolean asked;

    /**
     * Creates it.
     *
     * @param call the request that the upstream model has answered, and the model
     * @param answer the answer
     * @param thinkingOpened true if the upstream model's prompt ends with {@code <think>}
     * @param limits cancellation and deadline
     */
    RepromptedUpstream(Call call, ChatResponse answer, boolean thinkingOpened, CorrectionContext limits) {
        this.request = call.request();
        this.model = call.model();
        this.thinkingOpened = thinkingOpened;
        this.limits = limits;
        this.last = answer;
        this.usage = answer.tokenUsage();
    }

    /** Returns the last usable answer, with the token usage of all answers. */
    ChatResponse response() {
        return asked ? withUsage(last, usage) : last;
    }

    @Override
    public String reprompt(String message) {
        throwIfOver();
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        messages.add(last.aiMessage());
        messages.add(UserMessage.from(message));
        ChatResponse answer = ask(request.toBuilder().messages(messages).build());
        asked = true;
        usage = TokenUsage.sum(usage, answer.tokenUsage());
        String text = text(answer);
        last = answer;
        throwIfOver();
        return text;
    }

    @SuppressWarnings("ConstantValue") // models without null checks exist
    private ChatResponse ask(ChatRequest again) {
        ChatResponse answer;
        try {
            answer = model.chat(again, limits);
        } catch (AlignerException e) {
            throw e;
        } catch (RuntimeException e) {
            throwIfOver();
            throw new AlignerException(
                    "the upstream model failed when it was asked again: "
                            + e.getClass().getName(),
                    e);
        }
        if (answer == null) {
            throw new AlignerException("the upstream model returned no response when it was asked again");
        }
        return answer;
    }

    /** Returns the text that can be corrected in place of the first answer's. */
    private String text(ChatResponse answer) {
        AiMessage message = answer.aiMessage();
        if (message.hasToolExecutionRequests()) {
            throw unusable("calls tools");
        }
        if (AlignmentOptions.isFiltered(answer)) {
            throw unusable("was filtered by its provider");
        }
        String text = message.text();
        String corrected =
                text == null ? "" : InlineThinking.of(text, thinkingOpened).answer();
        if (corrected.isBlank()) {
            throw unusable("has no text");
        }
        return corrected;
    }

    private static AlignerException unusable(String why) {
        return new AlignerException("the upstream model was asked again, but its new answer " + why);
    }

    private void throwIfOver() {
        limits.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException(
                    "the caller was interrupted while the upstream model was asked again");
        }
        limits.throwIfLate(InstantSource.system());
    }

    /** Metadata of a class that can't be rebuilt keep the usage of the last answer alone. */
    private static ChatResponse withUsage(ChatResponse response, @Nullable TokenUsage usage) {
        ChatResponseMetadata metadata = response.metadata();
        ChatResponseMetadata summed = metadata.toBuilder().tokenUsage(usage).build();
        return summed.getClass() == metadata.getClass()
                ? response.toBuilder().metadata(summed).build()
                : response;
    }

    /** An upstream model that a blocking call waits for. */
    @FunctionalInterface
    interface Model {

        /** Returns the model's answer to {@code request}, unless the limits end the call before. */
        ChatResponse chat(ChatRequest request, CorrectionContext limits);
    }

    /**
     * A call of an upstream model.
     *
     * @param request the request that it is sent
     * @param offersTools true if it may call tools
     * @param model the model
     */
    record Call(ChatRequest request, boolean offersTools, Model model) {

        static Call of(ChatRequest request, ChatRequestParameters defaults, Model model) {
            return new Call(request, offersTools(request.parameters()) || offersTools(defaults), model);
        }

        private static boolean offersTools(ChatRequestParameters parameters) {
            List<ToolSpecification> tools = parameters.toolSpecifications();
            return tools != null && !tools.isEmpty();
        }
    }
}
