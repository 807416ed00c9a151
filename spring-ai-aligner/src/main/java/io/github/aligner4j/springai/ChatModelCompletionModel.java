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
                .filter(generation -> !Answers.of(generation).isEmpty())
                .findFirst();
        return new Reply(
                answer.filter(generation -> !Answers.isFiltered(generation))
                        .map(Answers::of)
                        .orElse(null),
                answer.filter(ChatModelCompletionModel::isCut).isPresent() ? FinishReason.LENGTH : FinishReason.STOP,
                TokenCounts.of(response.getMetadata()));
    }

    /** Made from the model's own: providers refuse options of another class than theirs. */
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

    /** The second is Anthropic's word, and Google's. */
    private static boolean isCut(Generation answer) {
        String reason = answer.getMetadata().getFinishReason();
        return "length".equalsIgnoreCase(reason) || "max_tokens".equalsIgnoreCase(reason);
    }
}
