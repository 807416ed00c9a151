// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.remote.EngineProfile.CompletionApi;
import io.github.aligner4j.remote.EngineProfile.PromptForm;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Completes prompts on a remote engine, without a chat template of the engine's own.
 *
 * <p>Special tokens in texts stay text: to engines that take token ids, prompts are sent as ids, and the engine's own tokenizer makes
 * them ({@link EngineProfile.PromptForm#IDS}). To others, a text with one of the model's special tokens is refused with an {@link
 * UnsafePromptException}.
 *
 * <p>A steering strength is refused, as no engine adds steering vectors. A prediction is sent only if the engine's profile has a
 * field for it; those of this module have none. Cancelling a call, and its deadline, close the connection, by which the engine knows
 * that it can stop generating.
 *
 * <p>Safe for use by several threads. Closing it withdraws hints ({@link #prefill}); calls go on.
 */
@Incubating
public final class RemoteCompletionModel implements CompletionModel, AutoCloseable {

    /** A prompt must leave room for at least this many tokens. */
    private static final int RESERVED_TOKENS = 1;

    private static final int UNLIMITED = 1 << 20;

    /** Prompts that begin with the same characters prefer the same URL. */
    private static final int AFFINITY = 256;

    private final RemoteEngine engine;
    private final CompletionApi api;
    private final ThreadPoolExecutor hints;

    private RemoteCompletionModel(RemoteEngine engine, CompletionApi api) {
        this.engine = engine;
        this.api = api;
        this.hints = new ThreadPoolExecutor(
                0,
                1,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                RemoteCompletionModel::thread,
                new ThreadPoolExecutor.DiscardOldestPolicy());
    }

    /**
     * Returns a model, after probing the engine at all its URLs.
     *
     * @throws CompletionModelException if the engine is not what its profile says, inserts a chat template, or can't be reached at
     *     any URL; the message says what to do
     */
    public static RemoteCompletionModel create(RemoteEngine engine) {
        RemoteCompletionModel model = createUnprobed(engine);
        engine.probe(true);
        return model;
    }

    /** Returns a model that probes each URL at its first call, for an engine that may start later than its callers. */
    public static RemoteCompletionModel createUnprobed(RemoteEngine engine) {
        CompletionApi api = engine.profile().completion();
        if (api == null) {
            throw new CompletionModelException(
                    engine.profile().title() + " takes messages only, but a checkpoint's template needs the raw"
                            + " prompt; use a prompted Aligner with it, or set engine to what runs"
                            + " there");
        }
        return new RemoteCompletionModel(engine, api);
    }

    /** Returns the state of the engine's URLs, without asking them. */
    public RemoteStatus status() {
        return engine.status();
    }

    @Override
    public Completion complete(CompletionRequest request) {
        requireSendable(request);
        Call call = engine.call(request.cancellation(), request.deadline().orElse(null));
        return engine.call(
                call, affinity(request), true, (transport, probed) -> attempt(request, call, transport, probed));
    }

    private void requireSendable(CompletionRequest request) {
        if (request.prompt().text().isEmpty()) {
            throw new CompletionModelException("the prompt has no token, but a model needs at least 1 to continue");
        }
        WellFormed.require(request.prompt().text());
        request.stop().forEach(WellFormed::require);
        request.strength().ifPresent(strength -> {
            throw new CompletionModelException("strength " + strength + " can't be sent to "
                    + engine.profile().title()
                    + ", which adds no steering vectors; leave it out, or run the checkpoint in the JVM");
        });
    }

    private Completion attempt(CompletionRequest request, Call call, Transport transport, ProbedEngine probed) {
        RequestBody body = body(request, transport, probed);
        Object prompt = prompt(request.prompt(), transport, probed, call);
        int tokens = prompt instanceof List<?> ids ? ids.size() : -1;
        body.put("prompt", prompt).put("max-new-tokens", room(request, tokens, probed));
        AnswerReader reader = AnswerReader.of(api.generation(), transport, call, request);
        Completion completion = reader.send(body, transport, call);
        requireRead(tokens, reader.promptTokens(), transport.failures());
        return completion;
    }

    private RequestBody body(CompletionRequest request, Transport transport, ProbedEngine probed) {
        String adapter = request.adapter().orElse(engine.adapter());
        AdapterChoice.require(probed.facts(), engine.profile().adapters(), transport.failures(), adapter);
        RequestBody body = new RequestBody(api.generation(), transport.failures())
                .sampling(request.sampling())
                .stop(request.stop())
                .topLogprobs(request.topLogprobs());
        AdapterChoice.put(body, engine.profile().adapters(), probed, adapter);
        if (!request.prediction().isEmpty()) {
            body.put("prediction", request.prediction());
        }
        return engine.contextTokens() == 0 ? body : body.put("context-tokens", engine.contextTokens());
    }

    /** Returns the prompt as ids, or as a text, whichever the engine takes. */
    private Object prompt(Prompt prompt, Transport transport, ProbedEngine probed, Call call) {
        return api.prompt() == PromptForm.IDS
                ? Objects.requireNonNull(probed.tokenizer()).encode(prompt, call)
                : TextPrompt.of(prompt, probed.facts(), transport.failures());
    }

    /** Returns the limit of new tokens; {@code tokens} is the number of the prompt's, or -1 if the engine alone knows it. */
    private int room(CompletionRequest request, int tokens, ProbedEngine probed) {
        int context = contextTokens(probed);
        int wanted = request.sampling().maxNewTokens().orElse(Integer.MAX_VALUE);
        if (context == 0 || tokens < 0) {
            return Math.min(wanted, context == 0 ? UNLIMITED : context);
        }
        if (tokens > context - RESERVED_TOKENS) {
            throw new PromptTooLongException(tokens, RESERVED_TOKENS, context);
        }
        return Math.min(wanted, context - tokens);
    }

    private int contextTokens(ProbedEngine probed) {
        int own = engine.contextTokens();
        int told = probed.facts().contextTokens();
        return own == 0 || told == 0 ? Math.max(own, told) : Math.min(own, told);
    }

    /** A prompt that was cut off or framed on the way gives a wrong correction, so that no answer is better. */
    private static void requireRead(int sent, int read, HttpFailures failures) {
        if (sent >= 0 && read >= 0 && read != sent) {
            throw failures.refused(
                    failures.title() + " at " + failures.url() + " read " + read + " tokens of a prompt of " + sent
                            + "; look into its log, it may have cut the prompt off or inserted a chat template");
        }
    }

    @Override
    public void prefill(CompletionRequest request) {
        if (request.cancellation().isCancelled() || request.prompt().text().isEmpty() || hints.isShutdown()) {
            return;
        }
        hints.execute(() -> prefillNow(request));
    }

    /** Follows a hint on this thread. */
    void prefillNow(CompletionRequest request) {
        int tokens = Math.max(api.prefillTokens(), 0);
        Call call = engine.call(request.cancellation(), null);
        try {
            engine.callIfIdle(call, affinity(request), true, (transport, probed) -> {
                CompletionRequest hint = CompletionRequest.builder(request.prompt())
                        .adapter(request.adapter().orElse(null))
                        .sampling(SamplingParameters.GREEDY)
                        .build();
                RequestBody body = body(hint, transport, probed);
                body.put("prompt", prompt(hint.prompt(), transport, probed, call))
                        .put("max-new-tokens", tokens);
                return AnswerReader.of(api.generation(), transport, call, hint).send(body, transport, call);
            });
        } catch (RuntimeException e) {
            // A hint that can't be followed is dropped; the completion reports what is wrong.
        }
    }

    private static int affinity(CompletionRequest request) {
        String text = request.prompt().text();
        return text.substring(0, Math.min(AFFINITY, text.length())).hashCode()
                + request.adapter().orElse("").hashCode();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "aligner-remote-prefill");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        hints.shutdownNow();
    }

    @Override
    public String toString() {
        return "RemoteCompletionModel[" + engine + "]";
    }
}
