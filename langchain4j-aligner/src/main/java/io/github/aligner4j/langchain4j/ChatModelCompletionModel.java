package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Uses a {@link ChatModel} as the model behind an Aligner. The prompt is sent as one user message; {@link
 * PlainTextCompletionModel} describes what can't be sent. As safe for several threads as the chat model.
 */
public final class ChatModelCompletionModel extends PlainTextCompletionModel {

    private final ChatModel model;

    /**
     * Creates a completion model that calls {@code model}.
     *
     * @throws IllegalArgumentException if {@code model} is itself aligned: its Aligner would correct corrections
     */
    public ChatModelCompletionModel(ChatModel model) {
        this(model, InstantSource.system());
    }

    ChatModelCompletionModel(ChatModel model, InstantSource clock) {
        super(clock);
        if (Objects.requireNonNull(model, "model") instanceof AlignedChatModel) {
            throw new IllegalArgumentException("an Aligner's own model must not be aligned, or its corrections would be"
                    + " corrected without end; give it AlignedChatModel.unwrap(model)");
        }
        this.model = model;
    }

    @Override
    protected Reply generate(String prompt, CompletionRequest request) {
        ChatResponse response = model.chat(ChatRequest.builder()
                .messages(UserMessage.from(prompt))
                .parameters(parameters(request))
                .build());
        boolean cut = response.finishReason() == dev.langchain4j.model.output.FinishReason.LENGTH;
        return new Reply(
                AlignmentOptions.isFiltered(response)
                        ? null
                        : response.aiMessage().text(),
                cut ? FinishReason.LENGTH : FinishReason.STOP,
                usage(response));
    }

    private static ChatRequestParameters parameters(CompletionRequest request) {
        SamplingParameters sampling = request.sampling();
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
