package io.github.aligner4j.remote;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.remote.EngineProfile.CompletionApi;
import io.github.aligner4j.remote.EngineProfile.PromptForm;
import io.github.aligner4j.remote.RemoteEngineException.Answer;
import io.github.aligner4j.remote.RemoteEngineException.Kind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

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

    /** Prompts that begin with the same characters prefer the same URL. */
    private static final int AFFINITY = 256;

    private final RemoteEngine engine;
    private final CompletionApi api;
    private final ThreadPoolExecutor hints;

    private RemoteCompletionModel(RemoteEngine engine, CompletionApi api) {
        this.engine = engine;
        this.api = api;
        this.hints = new ThreadPoolExecutor(
                0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), RemoteCompletionModel::thread,
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
            throw new CompletionModelException(engine.profile().title() + " takes messages only, but a checkpoint's"
                    + " template needs the raw prompt; use a prompted Aligner with it, or set engine to what runs there");
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
        request.strength().ifPresent(strength -> {
            throw new CompletionModelException("strength " + strength + " can't be sent to "
                    + engine.profile().title()
                    + ", which adds no steering vectors; leave it out, or run the checkpoint in the JVM");
        });
    }

    private Completion attempt(CompletionRequest request, Call call, Transport transport, ProbedEngine probed) {
        RequestBody body = body(request, transport, probed);
        List<Integer> ids = ids(request, transport, probed, call);
        body.put("prompt", ids == null ? request.prompt().text() : ids);
        body.put("max-new-tokens", room(request, ids, probed));
        AnswerReader reader = new AnswerReader(
                api.generation(), transport.failures(), request.topLogprobs(), request.listener(), () -> call.requireWanted("receiving a completion"));
        try {
            Completion completion =
                    transport.exchange(api.generation().path(), body.build(), call, reader::read);
            requireRead(ids, reader.promptTokens(), transport.failures());
            return completion;
        } catch (RemoteEngineException e) {
            throw reader.delivered() && e.resendable() ? afterText(e) : e;
        }
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

    /** Returns the prompt's ids, or null if the engine takes texts. */
    private @Nullable List<Integer> ids(
            CompletionRequest request, Transport transport, ProbedEngine probed, Call call) {
        if (api.prompt() == PromptForm.IDS) {
            return Objects.requireNonNull(probed.tokenizer()).encode(request.prompt(), call);
        }
        boolean unsafe = request.prompt().segments().stream()
                .anyMatch(segment -> segment instanceof Text text
                        && SpecialTokens.occur(text.text(), probed.facts().specialTokens()));
        if (unsafe) {
            throw new UnsafePromptException("text of the prompt has special tokens of the model, and "
                    + transport.failures().title()
                    + " takes no token ids, so they can't be sent as text; remove them from the text, or use vLLM,"
                    + " SGLang or llama.cpp");
        }
        return null;
    }

    private int room(CompletionRequest request, @Nullable List<Integer> ids, ProbedEngine probed) {
        int context = contextTokens(probed);
        int wanted = request.sampling().maxNewTokens().orElse(Integer.MAX_VALUE);
        if (context == 0 || ids == null) {
            return Math.min(wanted, context == 0 ? 1 << 20 : context);
        }
        if (ids.size() > context - RESERVED_TOKENS) {
            throw new PromptTooLongException(ids.size(), RESERVED_TOKENS, context);
        }
        return Math.min(wanted, context - ids.size());
    }

    private int contextTokens(ProbedEngine probed) {
        int own = engine.contextTokens();
        int told = probed.facts().contextTokens();
        return own == 0 || told == 0 ? Math.max(own, told) : Math.min(own, told);
    }

    /** A prompt that was cut off or framed on the way gives a wrong correction, so that no answer is better. */
    private static void requireRead(@Nullable List<Integer> ids, int read, HttpFailures failures) {
        if (ids != null && read >= 0 && read != ids.size()) {
            throw failures.refused(failures.title() + " at " + failures.url() + " read " + read + " tokens of a prompt of "
                    + ids.size() + "; look into its log, it may have cut the prompt off or inserted a chat template");
        }
    }

    /** A call whose listener has received text can't be made again; its caller may do so. */
    private static RemoteEngineException afterText(RemoteEngineException failure) {
        Answer answer = new Answer(failure.url(), failure.status().orElse(0), null);
        return new RemoteEngineException(
                Kind.BROKEN, answer, failure.getMessage() + "; a part of the text was already passed on", failure);
    }

    @Override
    public void prefill(CompletionRequest request) {
        if (request.cancellation().isCancelled() || request.prompt().text().isEmpty() || hints.isShutdown()) {
            return;
        }
        hints.execute(() -> prefillNow(request));
    }

    private void prefillNow(CompletionRequest request) {
        int tokens = Math.max(api.prefillTokens(), 0);
        Call call = engine.call(request.cancellation(), null);
        try {
            engine.callIfIdle(call, affinity(request), true, (transport, probed) -> {
                CompletionRequest hint = CompletionRequest.builder(request.prompt())
                        .adapter(request.adapter().orElse(null))
                        .sampling(SamplingParameters.GREEDY)
                        .build();
                RequestBody body = body(hint, transport, probed);
                List<Integer> ids = ids(hint, transport, probed, call);
                body.put("prompt", ids == null ? hint.prompt().text() : ids).put("max-new-tokens", tokens);
                AnswerReader reader = new AnswerReader(
                        api.generation(), transport.failures(), 0, CompletionListener.NONE, () -> {});
                return transport.exchange(api.generation().path(), body.build(), call, reader::read);
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
