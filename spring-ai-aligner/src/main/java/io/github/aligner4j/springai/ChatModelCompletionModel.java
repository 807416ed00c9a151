package io.github.aligner4j.springai;

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
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;

/**
 * Lets a {@link ChatModel} serve as the model behind an Aligner: the prompt is sent as one user message, with the model's own
 * options where the request has no say. Prompts with special tokens are refused, see {@link PlainPrompts}.
 *
 * <p>The prediction is not sent. Cancellation and deadline are looked at before and after the call, which itself can't be
 * stopped; the text is heard in one piece. As safe for several threads as the chat model.
 */
public final class ChatModelCompletionModel implements CompletionModel {

    private final ChatModel model;
    private final InstantSource clock;

    /** Creates it. */
    public ChatModelCompletionModel(ChatModel model) {
        this(model, InstantSource.system());
    }

    ChatModelCompletionModel(ChatModel model, InstantSource clock) {
        this.model = Objects.requireNonNull(model, "model");
        this.clock = clock;
    }

    @Override
    public Completion complete(CompletionRequest request) {
        Prompt prompt = new Prompt(PlainPrompts.textOf(request.prompt()), options(request));
        requireWanted(request);
        long started = System.nanoTime();
        ChatResponse response = ask(prompt);
        requireWanted(request);
        Completion completion = completion(response, Duration.ofNanos(System.nanoTime() - started));
        if (!completion.text().isEmpty()) {
            request.listener().onText(completion.text());
        }
        return completion;
    }

    /** Made from the model's own: providers refuse options of another class than theirs. */
    private ChatOptions options(CompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        if (sampling.repetitionPenalty() != 1.0 || sampling.seed().isPresent()) {
            throw new CompletionModelException(
                    "repetition-penalty and seed can't be sent to a chat model; leave them at their defaults");
        }
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

    private void requireWanted(CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        Instant now = clock.instant();
        if (request.deadline().isPresent() && now.isAfter(request.deadline().get())) {
            throw new DeadlineExceededException("the chat model was "
                    + Duration.between(request.deadline().get(), now).toMillis() + " ms late");
        }
    }

    private ChatResponse ask(Prompt prompt) {
        try {
            return model.call(prompt);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CompletionCancelledException("the caller was interrupted while it waited for the chat model");
            }
            throw new CompletionModelException(
                    "the chat model behind the Aligner failed: " + e.getClass().getName(), e);
        }
    }

    private static Completion completion(ChatResponse response, Duration elapsed) {
        Generation answer = response.getResults().stream()
                .filter(generation -> !Answers.of(generation).isEmpty())
                .findFirst()
                .orElse(null);
        if (answer == null || Answers.isFiltered(answer)) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner gave no text; it may have been filtered");
        }
        return new Completion(
                Answers.of(answer),
                isCut(answer) ? FinishReason.LENGTH : FinishReason.STOP,
                usage(response.getMetadata().getUsage()),
                new CompletionTimings(Duration.ZERO, Duration.ZERO, elapsed));
    }

    /** The second is Anthropic's word, and Google's. */
    private static boolean isCut(Generation answer) {
        String reason = answer.getMetadata().getFinishReason();
        return "length".equalsIgnoreCase(reason) || "max_tokens".equalsIgnoreCase(reason);
    }

    private static TokenUsage usage(Usage usage) {
        return new TokenUsage(usage.getPromptTokens(), usage.getCompletionTokens());
    }
}
