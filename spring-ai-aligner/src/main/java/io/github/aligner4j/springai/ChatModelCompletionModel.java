package io.github.aligner4j.springai;

import io.github.aligner4j.answer.InlineThinking;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.PlainTextCompletionModel;
import io.github.aligner4j.completion.PlainTextCompletionModel.Reply;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Lets a {@link ChatModel} serve as the model behind an Aligner: the prompt is sent as one user message, with the model's own
 * options where the request has no say, and thinking at the beginning of its text ({@link InlineThinking}) is left out. What
 * that can't do, {@link PlainTextCompletionModel} says. As safe for several
 * threads as the chat model.
 */
public final class ChatModelCompletionModel implements CompletionModel {

    private final ChatModel model;
    private final CompletionModel asking;

    /** Creates it. */
    public ChatModelCompletionModel(ChatModel model) {
        this(model, InstantSource.system());
    }

    ChatModelCompletionModel(ChatModel model, InstantSource clock) {
        this.model = Objects.requireNonNull(model, "model");
        this.asking = new PlainTextCompletionModel(this::ask, clock);
    }

    @Override
    public Completion complete(CompletionRequest request) {
        return asking.complete(request);
    }

    private Reply ask(String prompt, CompletionRequest request) {
        ChatResponse response = model.call(new Prompt(prompt, options(request)));
        Optional<Generation> answer = response.getResults().stream()
                .filter(generation -> !Answers.of(generation).isEmpty())
                .findFirst();
        return new Reply(
                answer.filter(generation -> !Answers.isFiltered(generation))
                        .map(generation ->
                                InlineThinking.of(Answers.of(generation)).answer())
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
