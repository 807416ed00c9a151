package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.answer.InlineThinking;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The base class of a {@link CompletionModel} that calls an endpoint for plain text, such as a chat model.
 *
 * <p>Such an endpoint tokenizes text in its own way, and may take {@code </s>} in a text for a special token. Prompts with
 * special tokens, and text that looks like one, are therefore refused with an {@link UnsafePromptException}. Requests with an
 * adapter, a steering strength, a repetition penalty or a seed, which such endpoints do not accept, are refused too. The
 * prediction is ignored.
 *
 * <p>Thinking at the beginning of the reply ({@link InlineThinking}) is removed. The listener gets the text in one chunk. When
 * the call is cancelled or its deadline passes, the thread that waits for the endpoint is interrupted, which most HTTP clients
 * heed. An endpoint that ignores it blocks the caller until it replies.
 *
 * <p>As safe for several threads as the endpoint.
 */
public abstract class PlainTextCompletionModel implements CompletionModel {

    /** Special tokens of Llama, Mistral, Gemma, T5, ChatML and Llama 3: {@code <s>}, {@code [INST]}, {@code <|…|>}. */
    private static final Pattern SPECIAL_TOKEN = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,40}\\|>");

    private final InstantSource clock;

    /** Creates a model that reads deadlines by the system clock. */
    protected PlainTextCompletionModel() {
        this(InstantSource.system());
    }

    /** Creates a model that reads deadlines by {@code clock}. */
    protected PlainTextCompletionModel(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Sends a prompt to the endpoint and returns its reply. An exception of the endpoint may be thrown as it is; it becomes the
     * cause of a {@link CompletionModelException}, and its message is not repeated.
     *
     * @param prompt the text of the prompt, not blank
     * @param request the sampling parameters and stop strings to send
     */
    protected abstract Reply generate(String prompt, CompletionRequest request);

    @Override
    public final Completion complete(CompletionRequest request) {
        String prompt = textOf(request.prompt());
        requireSendable(request);
        requireWanted(request);
        long started = System.nanoTime();
        @Nullable Reply reply = call(prompt, request);
        requireWanted(request);
        if (reply == null || reply.text() == null) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner gave no text; it may have been filtered");
        }
        String text = InlineThinking.of(reply.text()).answer();
        if (!text.isEmpty()) {
            request.listener().onText(text);
            requireNotCancelled(request);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        CompletionTimings timings = new CompletionTimings(Duration.ZERO, Duration.ZERO, elapsed);
        return new Completion(text, reply.finishReason(), reply.usage(), timings);
    }

    private static void requireSendable(CompletionRequest request) {
        SamplingParameters sampling = request.sampling();
        if (sampling.repetitionPenalty() != 1.0 || sampling.seed().isPresent()) {
            throw new CompletionModelException(
                    "repetition-penalty and seed can't be sent to a chat model; leave them at their defaults");
        }
        request.adapter().ifPresent(adapter -> {
            throw new CompletionModelException("adapter '" + adapter + "' can't be sent to a chat model; leave it out,"
                    + " and if the server offers it as a model of its own, as vLLM does, set that as the chat model's"
                    + " model name");
        });
        request.strength().ifPresent(strength -> {
            throw new CompletionModelException("strength " + strength
                    + " can't be sent to a chat model; leave it out, or" + " use a runtime that adds steering vectors");
        });
    }

    private @Nullable Reply call(String prompt, CompletionRequest request) {
        Duration timeout = request.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .orElse(null);
        Interruption interruption = new Interruption(request.cancellation(), timeout);
        try (interruption) {
            return generate(prompt, request);
        } catch (RuntimeException e) {
            requireWanted(request);
            if (interruption.isTimedOut()) {
                throw new DeadlineExceededException(
                        "the deadline passed before the chat model behind the Aligner replied;"
                                + " allow more time, or use a faster model");
            }
            // The message may quote the prompt, so only the class is repeated.
            throw new CompletionModelException(
                    "the chat model behind the Aligner failed: " + e.getClass().getName(), e);
        }
    }

    private void requireWanted(CompletionRequest request) {
        requireNotCancelled(request);
        Instant now = clock.instant();
        request.deadline().filter(now::isAfter).ifPresent(deadline -> {
            throw new DeadlineExceededException("the deadline passed "
                    + Duration.between(deadline, now).toMillis()
                    + " ms ago, before the chat model behind the Aligner replied; allow more time, or use a"
                    + " faster model");
        });
    }

    private static void requireNotCancelled(CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException(
                    "the caller was interrupted while it waited for the chat model behind the Aligner");
        }
    }

    private static String textOf(Prompt prompt) {
        String text = prompt.text();
        if (text.isBlank()) {
            throw new CompletionModelException("the prompt is blank, but a chat model needs text; check the template");
        }
        boolean special = prompt.segments().stream().anyMatch(Prompt.SpecialToken.class::isInstance);
        if (special || SPECIAL_TOKEN.matcher(text).find()) {
            throw new UnsafePromptException("prompt of " + text.length() + " characters has "
                    + (special ? "special tokens" : "text that looks like a special token")
                    + ", which a chat endpoint can't tell apart from text; use a plain-text template, or a runtime that"
                    + " takes tokens");
        }
        return text;
    }

    /**
     * The reply of an endpoint.
     *
     * @param text the generated text, or null if there is none or a filter removed it
     * @param finishReason the reason why the text ends
     * @param usage the tokens of the prompt and of the text
     */
    protected record Reply(@Nullable String text, FinishReason finishReason, TokenUsage usage) {

        /** Checks that only the text may be null. */
        public Reply {
            Objects.requireNonNull(finishReason, "finishReason");
            Objects.requireNonNull(usage, "usage");
        }
    }
}
