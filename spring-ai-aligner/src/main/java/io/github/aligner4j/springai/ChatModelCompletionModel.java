package io.github.aligner4j.springai;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Uses a {@link ChatModel} as the model behind an Aligner. The prompt is sent as one user message, with the chat model's own
 * options where the request sets none; {@link PlainTextCompletionModel} describes what can't be sent. As safe for several
 * threads as the chat model.
 */
public final class ChatModelCompletionModel extends PlainTextCompletionModel {

    private final ChatModel model;

    /** Creates a completion model that calls {@code model}. */
    public ChatModelCompletionModel(ChatModel model) {
        this(model, InstantSource.system());
    }

    ChatModelCompletionModel(ChatModel model, InstantSource clock) {
        super(clock);
        this.model = Objects.requireNonNull(model, "model");
    }

    @Override
    protected Reply generate(String prompt, CompletionRequest request) {
        ChatResponse response = model.call(new Prompt(prompt, options(request)));
        Optional<Generation> answer = response.getResults().stream()
                .filter(generation -> !Generations.answer(generation).isEmpty())
                .findFirst();
        return new Reply(
                answer.filter(generation -> !Generations.isFiltered(generation))
                        .map(Generations::answer)
                        .orElse(null),
                answer.filter(ChatModelCompletionModel::isTruncated).isPresent()
                        ? FinishReason.LENGTH
                        : FinishReason.STOP,
                TokenUsages.of(response.getMetadata()));
    }

    /** Returns the model's own options with the request's settings; providers refuse options of a foreign class. */
    private ChatOptions options(CompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        ChatOptions.Builder<?> options = model.getOptions().mutate();
        options.temperature(sampling.temperature());
        options.stopSequences(request.stop());
        sampling.maxNewTokens().ifPresent(options::maxTokens);
        if (sampling.topK() > 0) {
            options.topK(sampling.topK());
        }
        if (sampling.topP() < 1) {
            options.topP(sampling.topP());
        }
        return options.build();
    }

    /** OpenAI and others report {@code length}, Anthropic and Google {@code max_tokens}. */
    private static boolean isTruncated(Generation answer) {
        String reason = answer.getMetadata().getFinishReason();
        return "length".equalsIgnoreCase(reason) || "max_tokens".equalsIgnoreCase(reason);
    }
}
