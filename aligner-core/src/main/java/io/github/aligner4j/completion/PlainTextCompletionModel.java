package io.github.aligner4j.completion;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompletionModel} over an endpoint that takes plain text, such as any chat model.
 *
 * <p>Such an endpoint tokenises text its own way; whether {@code </s>} in it stays text is out of our hands. Prompts with
 * special tokens are therefore refused with an {@link UnsafePromptException}, and so is text that looks like one.
 *
 * <p>The prediction is not sent. When the call is cancelled or its deadline passes, the thread that waits for the endpoint is
 * interrupted, as most HTTP clients heed; an endpoint that does not holds its caller until it answers. The text is heard in one
 * piece. As safe for several threads as the endpoint.
 */
public final class PlainTextCompletionModel implements CompletionModel {

    /** The marks of Llama, Mistral, Gemma, T5, ChatML and Llama 3: {@code <s>}, {@code [INST]}, {@code <|…|>}. */
    private static final Pattern SPECIAL = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,40}\\|>");

    private final Endpoint endpoint;
    private final InstantSource clock;

    /**
     * Creates it.
     *
     * @param endpoint what is asked
     * @param clock tells whether a deadline has passed
     */
    public PlainTextCompletionModel(Endpoint endpoint, InstantSource clock) {
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public Completion complete(CompletionRequest request) {
        String prompt = textOf(request.prompt());
        requireSendable(request);
        requireWanted(request);
        long started = System.nanoTime();
        @Nullable Reply reply = ask(prompt, request);
        requireWanted(request);
        String text = reply == null ? null : reply.text();
        if (reply == null || text == null) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner gave no text; it may have been filtered");
        }
        if (!text.isEmpty()) {
            request.listener().onText(text);
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
            throw new CompletionModelException(
                    "strength " + strength + " can't be sent to a chat model; leave it out, or"
                            + " use a runtime that adds activation vectors");
        });
    }

    private @Nullable Reply ask(String prompt, CompletionRequest request) {
        Duration timeout = request.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .orElse(null);
        Interruption interruption = new Interruption(request.cancellation(), timeout);
        try (interruption) {
            return endpoint.ask(prompt, request);
        } catch (RuntimeException e) {
            requireWanted(request);
            if (interruption.isLate()) {
                throw new DeadlineExceededException("the chat model had not answered when the time was up");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CorrectionCancelledException("the caller was interrupted while it waited for the chat model");
            }
            // Foreign messages may quote the prompt: the class is told, the message only as the cause.
            throw new CompletionModelException(
                    "the chat model behind the Aligner failed: " + e.getClass().getName(), e);
        }
    }

    private void requireWanted(CompletionRequest request) {
        request.cancellation().throwIfCancelled();
        Instant now = clock.instant();
        request.deadline().filter(now::isAfter).ifPresent(deadline -> {
            throw new DeadlineExceededException(
                    "the chat model was " + Duration.between(deadline, now).toMillis() + " ms late");
        });
    }

    private static String textOf(Prompt prompt) {
        String text = prompt.text();
        boolean special = prompt.segments().stream().anyMatch(Prompt.SpecialToken.class::isInstance);
        if (special || SPECIAL.matcher(text).find()) {
            throw new UnsafePromptException("prompt of " + text.length() + " characters has "
                    + (special ? "special tokens" : "text that looks like a special token")
                    + ", which a chat endpoint can't tell apart from text; use a plain-text template, or a runtime that"
                    + " takes tokens");
        }
        return text;
    }

    /** Takes plain text and answers it, with the sampling parameters and stop strings of the request. */
    @FunctionalInterface
    public interface Endpoint {

        /** Returns the answer to {@code prompt}; blocks until it is there. */
        Reply ask(String prompt, CompletionRequest request);
    }

    /**
     * What an endpoint answered.
     *
     * @param text the answer, or null if there is none or it was filtered
     * @param finishReason why it ends where it ends
     * @param usage tokens read and written
     */
    public record Reply(@Nullable String text, FinishReason finishReason, TokenUsage usage) {

        /** Checks that nothing else is missing. */
        public Reply {
            Objects.requireNonNull(finishReason, "finishReason");
            Objects.requireNonNull(usage, "usage");
        }
    }
}
