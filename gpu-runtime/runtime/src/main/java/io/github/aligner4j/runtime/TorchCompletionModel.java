// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.runtime.djl.DeviceMemory;
import io.github.aligner4j.runtime.djl.KernelFallback;
import io.github.aligner4j.runtime.djl.NativeCalls;
import io.github.aligner4j.runtime.generation.EncodedRequest;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.ModelVariants;
import io.github.aligner4j.runtime.scheduling.Scheduler;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scheduling.SchedulerStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Hugging Face checkpoint in this JVM, on a CPU or a CUDA device.
 *
 * <p>Decoding is greedy unless a request says otherwise. Of {@code generation_config.json} only the end-of-sequence ids are
 * used: the published Aligners are decoded greedily whatever that file says. The prediction of a request serves as a draft
 * for speculative decoding: it affects the speed and never the text. A completion never ends inside a character.
 *
 * <p>Safe for use by several threads. Requests wait in a bounded queue for the one thread that owns the device, run there
 * in batches within limits of requests and of memory ({@link SchedulingOptions}), and reuse cached prefixes of earlier
 * prompts. Owns that thread and native memory until closed; afterwards every call throws an {@link IllegalStateException}.
 */
public final class TorchCompletionModel implements CompletionModel, AutoCloseable {

    private final LoadedModel model;
    private final SchedulerSettings settings;
    private final Map<String, Copying> copying;
    private final Scheduler scheduler;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts the device thread.
     *
     * @param copying copying by name of adapter, that of the base under {@link ModelFiles#BASE}
     */
    TorchCompletionModel(LoadedModel model, SchedulerSettings settings, Map<String, Copying> copying) {
        this.model = model;
        this.settings = settings;
        this.copying = Map.copyOf(copying);
        this.scheduler = new Scheduler(model.network(), settings);
    }

    /**
     * Loads a checkpoint with default options.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the checkpoint can't be run
     */
    public static TorchCompletionModel open(ModelSource checkpoint) {
        return builder(checkpoint).open();
    }

    /** Returns a builder with default options. */
    public static Builder builder(ModelSource checkpoint) {
        return new Builder(checkpoint);
    }

    /**
     * Loads the model of an Aligner with the copying of its descriptors.
     *
     * @param others waits for what else is being loaded
     */
    static TorchCompletionModel copying(ModelFiles files, String name, RuntimeOptions options, Runnable others) {
        return start(LoadedModel.load(files, options, 1, others), name, options, files.copying());
    }

    /** Starts the device thread of {@code model}, which is closed if that fails. */
    static TorchCompletionModel start(
            LoadedModel model, String name, RuntimeOptions options, Map<String, Copying> copying) {
        try {
            DeviceLimits limits = DeviceLimits.of(model.device());
            return new TorchCompletionModel(
                    model, limits.settings(name, options.scheduling(), model.network()), copying);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    @Override
    public Completion complete(CompletionRequest request) {
        return NativeCalls.PROCESS.request(() -> completeNow(request));
    }

    private Completion completeNow(CompletionRequest request) {
        requireOpen();
        Copying copies = copying(request);
        return copies != null && copies.fallsBack()
                ? new CopyFallback(model.sequences(), scheduler, request).complete(copies.bias())
                : generate(request, options(copies)).completion();
    }

    /**
     * Returns the completions of {@code requests}, in their order, which share forward passes. At most as many as the device runs
     * at once ({@link SchedulingOptions#maxRunningRequests()}) are submitted at a time.
     */
    @Override
    public List<Completion> completeAll(List<CompletionRequest> requests) {
        List<Completion> completions = new ArrayList<>();
        completeAll(requests, completions::add);
        return completions;
    }

    /** Completes {@code requests}, which share forward passes as those of {@link #completeAll(List)} do. */
    @Override
    public void completeAll(List<CompletionRequest> requests, Consumer<Completion> each) {
        NativeCalls.PROCESS.runRequest(() -> completeAllNow(requests, each));
    }

    private void completeAllNow(List<CompletionRequest> requests, Consumer<Completion> each) {
        requireOpen();
        List<@Nullable Copying> copies = new ArrayList<>();
        requests.forEach(request -> copies.add(copying(request)));
        if (copies.stream().anyMatch(copying -> copying != null && copying.fallsBack())) {
            CompletionModel.super.completeAll(requests, each);
            return;
        }
        scheduler.runAll(
                requests,
                index -> model.sequences().create(requests.get(index), options(copies.get(index))),
                generation -> each.accept(generation.completion()));
    }

    @Override
    public List<OptionalDouble> logprobs(List<CompletionRequest> requests) {
        return NativeCalls.PROCESS.request(() -> logprobsNow(requests));
    }

    private List<OptionalDouble> logprobsNow(List<CompletionRequest> requests) {
        requireOpen();
        List<CompletionRequest> predicted = requests.stream()
                .filter(request -> !request.prediction().isEmpty())
                .toList();
        List<EncodedRequest> encoded =
                predicted.stream().map(model.sequences()::encode).toList();
        List<OptionalDouble> known = new ArrayList<>();
        scheduler.runAll(
                predicted, index -> forced(encoded.get(index)), generation -> known.add(generation.logLikelihood()));
        Iterator<OptionalDouble> next = known.iterator();
        return requests.stream()
                .map(request -> request.prediction().isEmpty() ? OptionalDouble.empty() : next.next())
                .toList();
    }

    private Sequence forced(EncodedRequest request) {
        return model.sequences()
                .create(
                        request,
                        GenerationOptions.DEFAULT
                                .withForced(request.predictionTokens())
                                .withScores());
    }

    private @Nullable Copying copying(CompletionRequest request) {
        return request.sampling().greedy() && !request.prediction().isEmpty()
                ? copying.get(request.adapter().orElse(ModelFiles.BASE))
                : null;
    }

    private static GenerationOptions options(@Nullable Copying copying) {
        return copying == null ? GenerationOptions.DEFAULT : GenerationOptions.DEFAULT.withCopyBias(copying.bias());
    }

    /** Completes {@code request} without a copy constraint, and returns its tokens, too. */
    public Generation generate(CompletionRequest request) {
        return generate(request, GenerationOptions.DEFAULT);
    }

    /** Completes {@code request} like {@link #generate(CompletionRequest)}, with options for measurements. */
    public Generation generate(CompletionRequest request, GenerationOptions options) {
        return NativeCalls.PROCESS.request(() -> {
            requireOpen();
            return scheduler.run(model.sequences().create(request, options), request);
        });
    }

    @Override
    public void prefill(CompletionRequest request) {
        try {
            if (!closed.get()) {
                Sequence expected = model.sequences().create(request, GenerationOptions.DEFAULT);
                scheduler.prefill(expected.tokens(), expected.variant(), request.cancellation());
            }
        } catch (AlignerException | IllegalArgumentException | IllegalStateException e) {
            // Only a hint; the request itself will fail with the reason.
        }
    }

    /**
     * Checks that {@code text} is a single token behind {@code prompt}, which it leaves as it is.
     *
     * @throws IllegalArgumentException if it is not
     */
    void requireToken(Prompt prompt, String text) {
        int[] encoded = model.sequences().tokenizer().encode(prompt);
        int token = model.sequences().tokenBehind(prompt, encoded, text);
        int[] expected = Arrays.copyOf(encoded, encoded.length + 1);
        expected[encoded.length] = token;
        if (!Arrays.equals(expected, model.sequences().tokenizer().encode(prompt.followedBy(text)))) {
            throw new IllegalArgumentException(
                    "'" + text + "' must be a token of its own behind the prompt, but is merged"
                            + " with its end; choose a text that begins with a space, or end the prompt otherwise");
        }
    }

    /** Returns the number of tokens of {@code prompt}, with those that precede every sequence. */
    public int countTokens(Prompt prompt) {
        requireOpen();
        return model.sequences().tokenizer().encode(prompt).length;
    }

    /** Returns the tokens with which the model would write {@code completion} after {@code prompt}, its end included. */
    public List<Integer> completionTokens(Prompt prompt, String completion) {
        requireOpen();
        return model.sequences().completionTokens(prompt, completion);
    }

    /** Returns the number of tokens that one sequence can have at most, prompt and completion together. */
    public int contextTokens() {
        return model.sequences().contextTokens();
    }

    /** Returns the adapters that requests can choose, and the default strength of those with steering vectors. */
    ModelVariants variants() {
        return model.sequences().variants();
    }

    /** Returns the time that loading the checkpoint took. */
    public Duration loadTime() {
        return model.loadTime();
    }

    /** Returns the current state and counts; also after this is closed. */
    public RuntimeStatus status() {
        SchedulerStatus now = scheduler.status();
        return new RuntimeStatus(
                model.device(),
                model.dtype(),
                model.kernelFallbacks().stream().map(KernelFallback::summary).toList(),
                model.sequences().cost(),
                closed.get(),
                new RuntimeStatus.Requests(now.queued(), now.running(), now.completed(), now.failed(), now.lastError()),
                new RuntimeStatus.KvCache(
                        now.memory().usedBytes(),
                        now.memory().limitBytes(),
                        now.memory().preemptions()),
                new RuntimeStatus.PrefixCache(
                        now.prefixes().entries(),
                        now.prefixes().bytes(),
                        now.prefixes().promptTokens(),
                        now.prefixes().reusedTokens()));
    }

    /** Returns counts and present numbers for meters; also after this is closed. */
    @Incubating
    public EngineStatistics statistics() {
        EngineStatistics now = scheduler.statistics();
        return closed.get()
                ? now
                : now.withDevice(DeviceMemory.used(model.device()), DeviceMemory.total(model.device()));
    }

    /**
     * Refuses new requests, fails those that wait, gives the running ones the {@linkplain SchedulingOptions#drainTimeout()
     * drain timeout} to finish, and frees the thread and the memory. Closing again has no effect.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            scheduler.close();
            model.close();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("model '" + settings.modelName() + "' is closed");
        }
    }

    /** Builder of a {@link TorchCompletionModel}. Not safe for use by several threads. */
    public static final class Builder {

        private ModelSources sources;
        private RuntimeOptions options = RuntimeOptions.DEFAULT;
        private int reservedTokens = 1;

        private Builder(ModelSource checkpoint) {
            this.sources = new ModelSources(checkpoint);
        }

        /** Sets the device, the number type and the limits of the requests that share them. */
        public Builder options(RuntimeOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /**
         * Adds a LoRA adapter for requests that {@linkplain CompletionRequest#adapter name} it. Base and adapters share one
         * copy of the base's weights, and requests for different adapters share forward passes.
         *
         * @throws IllegalArgumentException if the name is blank or taken, or the adapter belongs to another checkpoint
         */
        public Builder adapter(String name, ModelSource adapter) {
            sources = sources.withAdapter(name, adapter);
            return this;
        }

        /**
         * Sets the client that downloads sources on the hub; one with the settings of the environment by default. It is not used
         * for other sources.
         */
        public Builder hub(HubClient client) {
            sources = sources.withHub(client);
            return this;
        }

        /** Sets a LoRA adapter that is merged into the weights while they are loaded, and costs nothing afterwards. */
        public Builder mergedAdapter(ModelSource adapter) {
            sources = sources.withMerged(adapter);
            return this;
        }

        /** Sets the number of tokens of the context that a prompt must leave free for its completion, at least 1. */
        public Builder reservedTokens(int reservedTokens) {
            this.reservedTokens = reservedTokens;
            return this;
        }

        /**
         * Loads the checkpoint and starts its device thread.
         *
         * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the checkpoint or an adapter can't be run
         * @throws io.github.aligner4j.hub.HubException if a source on the hub can\'t be downloaded
         * @throws IllegalArgumentException if the device does not exist, or the reserved tokens do not fit the context
         * @throws IllegalStateException if libtorch can't be started
         */
        public TorchCompletionModel open() {
            try (ModelFiles files = sources.open()) {
                return start(LoadedModel.load(files, options, reservedTokens), sources.modelName(), options, Map.of());
            }
        }
    }
}
