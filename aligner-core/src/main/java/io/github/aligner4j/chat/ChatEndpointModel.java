// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.UnsafePromptException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The base class of a {@link ChatCompletionModel} that calls an endpoint through a framework's chat model.
 *
 * <p><b>Special tokens.</b> A hosted API takes the contents of messages as text. A server that renders a chat template and tokenizes
 * the result, as vLLM, SGLang, llama.cpp and Ollama do, reads {@code </s>} or {@code <|im_start|>} in a content as a special token, with
 * which a text could forge a message. No client can tell the two apart, so a content that has text like a special token is refused
 * with an {@link UnsafePromptException}, unless the model was created for an endpoint whose contents are text.
 *
 * <p><b>Thinking</b> at the beginning of the reply ({@link io.github.aligner4j.answer.InlineThinking}) is removed, also while the
 * reply is streamed.
 *
 * <p><b>Cancellation and deadline.</b> When the call is cancelled or its deadline passes, the thread that waits for the endpoint is
 * interrupted, which most HTTP clients heed, and a stream is cancelled. An endpoint that ignores both blocks the caller until it
 * replies, unless it streams.
 *
 * <p>As safe for several threads as the endpoint.
 */
@Incubating
public abstract class ChatEndpointModel implements ChatCompletionModel {

    /** Special tokens of Llama, Mistral, Gemma, T5, ChatML and Llama 3: {@code <s>}, {@code [INST]}, {@code <|…|>}. */
    private static final Pattern SPECIAL_TOKEN = Pattern.compile(
            "</?s>|<(?:unk|pad|bos|eos|mask)>|</?(?:start|end)_of_turn>|\\[/?INST]|<</?SYS>>|<\\|[^|>]{1,40}\\|>");

    private final InstantSource clock;
    private final boolean contentsAreText;

    /** True while this thread waits for the endpoint, which would otherwise be asked by the Aligner that it answers for. */
    private final ThreadLocal<Boolean> waiting = new ThreadLocal<>();

    /**
     * Creates a model.
     *
     * @param clock the clock by which deadlines are read
     * @param contentsAreText true if the endpoint never reads a content's text as a special token
     */
    protected ChatEndpointModel(InstantSource clock, boolean contentsAreText) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.contentsAreText = contentsAreText;
    }

    /**
     * Sends messages to the endpoint and returns its whole reply. An exception of the endpoint may be thrown as it is; it becomes
     * the cause of a {@link CompletionModelException}, and its message is not repeated.
     *
     * @param request the messages, sampling parameters and stop strings to send
     */
    protected abstract Reply generate(ChatCompletionRequest request);

    /** Returns true if {@link #stream} is to be called for {@code request}. This default returns false. */
    protected boolean streams(ChatCompletionRequest request) {
        return false;
    }

    /**
     * Sends messages to the endpoint, which replies to {@code stream}, during this call or later, on any thread. Called only if
     * {@link #streams}.
     *
     * @param request the messages, sampling parameters and stop strings to send
     */
    protected void stream(ChatCompletionRequest request, ReplyStream stream) {
        stream.complete(generate(request));
    }

    /** Throws a {@link CompletionModelException} if {@code request} has something that can't be sent. This default sends all. */
    protected void requireSendable(ChatCompletionRequest request) {}

    @Override
    @SuppressWarnings("ConstantValue") // endpoints written without null checks exist
    public final Completion complete(ChatCompletionRequest request) {
        requireSafe(request);
        requireSendable(request);
        requireWanted(request);
        long started = System.nanoTime();
        ReplyText text = new ReplyText(request.listener());
        Reply reply = call(request, text);
        requireWanted(request);
        if (reply == null || reply.text() == null) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner gave no text; it may have been filtered");
        }
        text.finish(reply.text());
        requireNotCancelled(request);
        CompletionTimings timings =
                new CompletionTimings(Duration.ZERO, Duration.ZERO, Duration.ofNanos(System.nanoTime() - started));
        return new Completion(text.text(), reply.finishReason(), reply.usage(), timings);
    }

    private @Nullable Reply call(ChatCompletionRequest request, ReplyText text) {
        if (Boolean.TRUE.equals(waiting.get())) {
            throw new CompletionModelException(
                    "the chat model behind the Aligner is itself corrected by that Aligner, through"
                            + " a decorator that hides it; give the Aligner the undecorated model");
        }
        Duration timeout = request.deadline()
                .map(deadline -> Duration.between(clock.instant(), deadline))
                .orElse(null);
        Interruption interruption = new Interruption(request.cancellation(), timeout);
        waiting.set(true);
        try (interruption) {
            return streams(request) ? readStream(request, text) : generate(request);
        } catch (RuntimeException e) {
            text.throwListenerFailure();
            requireWanted(request);
            throw interruption.isTimedOut() ? late() : failed(e);
        } finally {
            waiting.remove();
        }
    }

    private Reply readStream(ChatCompletionRequest request, ReplyText text) {
        try (ReplyStream stream = new ReplyStream()) {
            stream(request, stream);
            return stream.read(chunk -> {
                text.append(chunk);
                requireNotCancelled(request);
            });
        }
    }

    private static DeadlineExceededException late() {
        return new DeadlineExceededException("the deadline passed before the chat model behind the Aligner replied;"
                + " allow more time, or use a faster model");
    }

    /** Returns the failure for the caller; a foreign message may quote the prompt, so only the class is repeated. */
    private static RuntimeException failed(RuntimeException e) {
        return e instanceof CompletionModelException
                ? e
                : new CompletionModelException(
                        "the chat model behind the Aligner failed: "
                                + e.getClass().getName(),
                        e);
    }

    private void requireWanted(ChatCompletionRequest request) {
        requireNotCancelled(request);
        Instant now = clock.instant();
        request.deadline().filter(now::isAfter).ifPresent(deadline -> {
            throw new DeadlineExceededException("the deadline passed "
                    + Duration.between(deadline, now).toMillis()
                    + " ms ago, before the chat model behind the Aligner replied; allow more time, or use a"
                    + " faster model");
        });
    }

    private static void requireNotCancelled(ChatCompletionRequest request) {
        request.cancellation().throwIfCancelled();
        if (Thread.currentThread().isInterrupted()) {
            throw new CorrectionCancelledException(
                    "the caller was interrupted while it waited for the chat model behind the Aligner");
        }
    }

    private void requireSafe(ChatCompletionRequest request) {
        if (request.messages().stream().allMatch(message -> message.text().isBlank())) {
            throw new CompletionModelException("the prompt is blank, but a chat model needs text; check the template");
        }
        for (Turn message : request.messages()) {
            if (!contentsAreText && SPECIAL_TOKEN.matcher(message.text()).find()) {
                throw new UnsafePromptException("a message of " + message.text().length()
                        + " characters has text that looks like a special token, which a server that renders chat templates"
                        + " can't tell apart from one; if the chat model's API takes contents as text, as hosted ones do,"
                        + " say so with contentsAreText(), or use a runtime that takes tokens");
            }
        }
        if (request.sampling().repetitionPenalty() != 1.0) {
            throw new CompletionModelException(
                    "repetition-penalty can't be sent to a chat model; leave it at its default, 1");
        }
    }

    /**
     * The reply of an endpoint.
     *
     * @param text the generated text, or null if there is none or a filter removed it
     * @param finishReason the reason why the text ends
     * @param usage the tokens of the messages and of the text
     */
    public record Reply(@Nullable String text, FinishReason finishReason, TokenUsage usage) {

        /** Checks that only the text may be null. */
        public Reply {
            Objects.requireNonNull(finishReason, "finishReason");
            Objects.requireNonNull(usage, "usage");
        }

        /** Returns the length of the text and the other components; never quotes the text. */
        @Override
        public String toString() {
            return "Reply[" + (text == null ? "no text" : text.length() + " characters") + ", " + finishReason
                    + ", usage=" + usage + "]";
        }
    }
}
