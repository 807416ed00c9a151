package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionCancelledException;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.DeadlineExceededException;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.PlainPrompts;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets a {@link ChatModel} serve as the model behind an Aligner: the prompt is sent as one user message.
 *
 * <p>A remote chat endpoint tokenises the message its own way, and whether {@code </s>} in it stays text is out of our
 * hands. Prompts with special tokens are therefore refused, and so is text that looks like one; use checkpoints whose
 * template is plain text, or a runtime that is handed tokens.
 *
 * <p>The prediction is not sent. Cancellation and deadline are looked at before and after the call, which itself can't be
 * stopped; the text is heard in one piece. As safe for several threads as the chat model.
 */
public final class ChatModelCompletionModel implements CompletionModel {

    private final ChatModel model;
    private final InstantSource clock;

    /**
     * Creates it.
     *
     * @throws IllegalArgumentException if {@code model} is itself aligned: its Aligner would correct corrections
     */
    public ChatModelCompletionModel(ChatModel model) {
        this(model, InstantSource.system());
    }

    ChatModelCompletionModel(ChatModel model, InstantSource clock) {
        if (Objects.requireNonNull(model, "model") instanceof AlignedChatModel) {
            throw new IllegalArgumentException("an Aligner's own model must not be aligned, or its corrections would be"
                    + " corrected without end; give it AlignedChatModel.unwrap(model)");
        }
        this.model = model;
        this.clock = clock;
    }

    @Override
    public Completion complete(CompletionRequest request) {
        ChatRequest chat = ChatRequest.builder()
                .messages(UserMessage.from(PlainPrompts.textOf(request.prompt())))
                .parameters(parameters(request))
                .build();
        requireWanted(request);
        long started = System.nanoTime();
        ChatResponse response = ask(chat);
        requireWanted(request);
        Completion completion = completion(response, Duration.ofNanos(System.nanoTime() - started));
        if (!completion.text().isEmpty()) {
            request.listener().onText(completion.text());
        }
        return completion;
    }

    private static ChatRequestParameters parameters(CompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        if (sampling.repetitionPenalty() != 1.0 || sampling.seed().isPresent()) {
            throw new CompletionModelException(
                    "repetition-penalty and seed can't be sent to a chat model; leave them at their defaults");
        }
        DefaultChatRequestParameters.Builder<?> parameters = DefaultChatRequestParameters.builder();
        parameters.temperature(sampling.temperature()).stopSequences(request.stop());
        sampling.maxNewTokens().ifPresent(parameters::maxOutputTokens);
        if (sampling.topK() > 0) {
            parameters.topK(sampling.topK());
        }
        if (sampling.topP() < 1) {
            parameters.topP(sampling.topP());
        }
        return parameters.build();
    }

    private void requireWanted(CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        Instant now = clock.instant();
        if (request.deadline().isPresent() && now.isAfter(request.deadline().get())) {
            throw new DeadlineExceededException("the chat model was "
                    + Duration.between(request.deadline().get(), now).toMillis() + " ms late");
        }
    }

    private ChatResponse ask(ChatRequest chat) {
        try {
            return model.chat(chat);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CompletionCancelledException("the caller was interrupted while it waited for the chat model");
            }
            throw new CompletionModelException(
                    "the chat model behind the Aligner failed: " + e.getClass().getName(), e);
        }
    }

    private static Completion completion(ChatResponse response, Duration elapsed) {
        String text = response.aiMessage().text();
        if (text == null || response.finishReason() == dev.langchain4j.model.output.FinishReason.CONTENT_FILTER) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner gave no text; it may have been filtered");
        }
        boolean cut = response.finishReason() == dev.langchain4j.model.output.FinishReason.LENGTH;
        return new Completion(
                text,
                cut ? FinishReason.LENGTH : FinishReason.STOP,
                usage(response),
                new CompletionTimings(Duration.ZERO, Duration.ZERO, elapsed));
    }

    private static TokenUsage usage(ChatResponse response) {
        var usage = response.tokenUsage();
        return usage == null
                ? TokenUsage.NONE
                : new TokenUsage(orZero(usage.inputTokenCount()), orZero(usage.outputTokenCount()));
    }

    private static int orZero(@Nullable Integer count) {
        return count == null ? 0 : count;
    }
}
