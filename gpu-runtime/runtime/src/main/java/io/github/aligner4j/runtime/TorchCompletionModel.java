package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.djl.DeviceMemory;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.generation.Sequence;
import io.github.aligner4j.runtime.model.ModelVariants;
import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.CacheLimits;
import io.github.aligner4j.runtime.scheduling.DeviceProfile;
import io.github.aligner4j.runtime.scheduling.Scheduler;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scheduling.SchedulerStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a Hugging Face checkpoint in this JVM, on the CPU or a CUDA device.
 *
 * <p>Decoding is greedy unless a request says otherwise; of {@code generation_config.json} only the end-of-sequence ids
 * are used, as the paper's checkpoints are used greedily whatever that file says. A request's prediction changes how fast a
 * completion comes, never the completion, unless the checkpoint or adapter has a copy bias. No
 * completion holds half a character.
 *
 * <p>Safe for use by several threads: requests wait in a bounded queue for the one thread that owns the device, and run there
 * together, up to a limit of requests and of memory. Prompts' beginnings that were read before are not read anew. Owns that
 * thread and native memory until closed; after that each call is an {@link IllegalStateException}.
 */
public final class TorchCompletionModel implements CompletionModel, AutoCloseable {

    private final LoadedModel model;
    private final SchedulerSettings settings;
    private final Scheduler scheduler;
    private final Map<String, Double> copyBiases;
    private final AtomicBoolean closed = new AtomicBoolean();

    TorchCompletionModel(LoadedModel model, SchedulerSettings settings) {
        this(model, settings, Map.of());
    }

    private TorchCompletionModel(LoadedModel model, SchedulerSettings settings, Map<String, Double> copyBiases) {
        this.copyBiases = Map.copyOf(copyBiases);
        this.model = model;
        this.settings = settings;
        this.scheduler = new Scheduler(model.network(), settings, profile(model.device()));
    }

    private static DeviceProfile profile(String device) {
        long memory = DeviceMemory.forCaches(device);
        return device.equals("cpu") ? DeviceProfile.cpu(memory) : DeviceProfile.cuda(memory);
    }

    /**
     * Loads the checkpoint in {@code folder} onto the best device there is.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the checkpoint can't be run
     */
    public static TorchCompletionModel open(Path folder) {
        return builder(folder).open();
    }

    /** Starts with the defaults: best device, the checkpoint's number type, all cores, 256 waiting and 32 running requests. */
    public static Builder builder(Path folder) {
        return new Builder(Objects.requireNonNull(folder, "folder"));
    }

    @Override
    public Completion complete(CompletionRequest request) {
        return complete(request, copyBiases.getOrDefault(request.adapter().orElse(""), 0.0));
    }

    Completion complete(CompletionRequest request, double copyBias) {
        return CopyFallback.suits(request, copyBias)
                ? new CopyFallback(this, request, copyBias).complete()
                : generate(request).completion();
    }

    /**
     * Like {@link #complete}, but also tells the tokens. They are those that the model chose, also where {@code complete} would
     * give back the prediction.
     */
    public Generation generate(CompletionRequest request) {
        return generate(request, GenerationOptions.DEFAULT);
    }

    /** Like {@link #generate(CompletionRequest)}, with options for measurements. */
    public Generation generate(CompletionRequest request, GenerationOptions options) {
        requireOpen();
        return scheduler.run(model.sequences().create(request, options), request);
    }

    @Override
    public void prefill(CompletionRequest request) {
        try {
            if (!closed.get()) {
                Sequence expected = model.sequences().create(request, GenerationOptions.DEFAULT);
                scheduler.prepare(expected.tokens(), expected.variant(), request.cancellation());
            }
        } catch (AlignerException | IllegalArgumentException | IllegalStateException e) {
            // The request itself will fail, and tell.
        }
    }

    /** Returns the number of tokens of {@code prompt}, those before every sequence included. */
    public int countTokens(Prompt prompt) {
        requireOpen();
        return model.sequences().tokenizer().encode(prompt).length;
    }

    /** Returns the tokens by which the model would write {@code completion} behind {@code prompt}, its end included. */
    public List<Integer> completionTokens(Prompt prompt, String completion) {
        requireOpen();
        return model.sequences().completionTokens(prompt, completion);
    }

    /** Most tokens of one sequence, prompt and completion together. */
    public int contextTokens() {
        return model.sequences().contextTokens();
    }

    /** What requests can choose among: the adapters, and where there are strength vectors. */
    ModelVariants variants() {
        return model.sequences().variants();
    }

    /** How long loading the checkpoint took. */
    public Duration loadTime() {
        return model.loadTime();
    }

    /** Returns what this is doing and has done; answers after closing, too. */
    public RuntimeStatus status() {
        SchedulerStatus now = scheduler.status();
        return new RuntimeStatus(
                now.queued(),
                now.running(),
                now.completed(),
                now.failed(),
                closed.get(),
                model.device(),
                model.dtype(),
                model.kernelFallbacks(),
                now.lastError(),
                now.memory(),
                now.prefixes());
    }

    /**
     * Refuses new requests, fails those that wait, lets the running ones finish within the grace (then fails them), and
     * frees thread and memory. Closing again does nothing.
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

    /** Collects how a checkpoint is run. Not safe for use by several threads. */
    public static final class Builder {

        private ModelFiles files;
        private RuntimeOptions options = RuntimeOptions.defaults();
        private SchedulerSettings settings;
        private final Map<String, Double> copyBiases = new HashMap<>();
        private int reservedTokens = 1;

        private Builder(Path folder) {
            this.files = ModelFiles.of(folder);
            this.settings = SchedulerSettings.defaults(
                    String.valueOf(folder.toAbsolutePath().normalize().getFileName()));
        }

        /** Sets device, number type and threads. */
        public Builder options(RuntimeOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Sets the device alone: {@code auto}, {@code cpu} or {@code cuda:N}. */
        public Builder device(String device) {
            return options(new RuntimeOptions(device, options.dtype(), options.threads(), options.exact()));
        }

        /** Sets the number type alone: {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}. */
        public Builder dtype(String dtype) {
            return options(new RuntimeOptions(options.device(), dtype, options.threads(), options.exact()));
        }

        /** Sets how many threads compute one operation on the CPU; 0 means all cores. */
        public Builder threads(int threads) {
            return options(new RuntimeOptions(options.device(), options.dtype(), threads, options.exact()));
        }

        /** Sets whether drafts and company must not change a token in half precision either; see {@link RuntimeOptions}. */
        public Builder exact(boolean exact) {
            return options(options.withExact(exact));
        }

        /**
         * Adds a LoRA adapter in PEFT layout, for requests that {@linkplain CompletionRequest#adapter name} it. Base and
         * adapters share one copy of the base's weights, and requests for different ones share forward passes.
         *
         * @throws IllegalArgumentException if the name is blank or taken
         */
        public Builder adapter(String name, Path folder) {
            files = files.withAdapter(name, folder);
            return this;
        }

        /** Sets a LoRA adapter that is merged into the base's weights while they are loaded, and costs nothing then. */
        public Builder mergedAdapter(Path folder) {
            files = files.withMerged(folder);
            return this;
        }

        /**
         * Sets a descriptor to use instead of the checkpoint's own {@code aligner.json}, of which this model reads only where
         * the strength vectors are; if it names none, the checkpoint's own hold.
         */
        public Builder descriptor(CheckpointDescriptor descriptor) {
            files = files.withDescriptor(descriptor);
            return this;
        }

        /**
         * Sets how many requests may wait and run, and how much one forward pass reads.
         *
         * @see BatchLimits#DEFAULT
         */
        public Builder batch(BatchLimits batch) {
            settings = settings.withBatch(batch);
            return this;
        }

        /** Sets how many requests may wait, at least 1. */
        public Builder maxQueuedRequests(int maxQueuedRequests) {
            return batch(settings.batch().withMaxQueuedRequests(maxQueuedRequests));
        }

        /** Sets how many requests are on the device at once, at least 1. */
        public Builder maxRunningRequests(int maxRunningRequests) {
            return batch(settings.batch().withMaxRunningRequests(maxRunningRequests));
        }

        /** Sets how many tokens one forward pass reads at most, all requests together; 0 means as suits the device. */
        public Builder stepTokens(int stepTokens) {
            return batch(settings.batch().withStepTokens(stepTokens));
        }

        /**
         * Sets how many tokens of prompts a forward pass reads beside requests that generate; 0 means as suits the device.
         */
        public Builder prefillChunk(int prefillChunk) {
            return batch(settings.batch().withPrefillChunk(prefillChunk));
        }

        /** Sets how many bytes of the device's memory keys and values may take, kept prefixes included, at least 1. */
        public Builder cacheMemory(long bytes) {
            settings = settings.withCaches(
                    new CacheLimits(OptionalLong.of(bytes), settings.caches().prefixCacheMemory()));
            return this;
        }

        /** Sets how many of these bytes may keep prompts' beginnings for requests to come; 0 keeps none. */
        public Builder prefixCacheMemory(long bytes) {
            settings = settings.withCaches(new CacheLimits(settings.caches().cacheMemory(), OptionalLong.of(bytes)));
            return this;
        }

        /** Sets by how many nats completions of an adapter, the empty name for the base model, keep to their predictions. */
        Builder copyBias(String adapter, double nats) {
            copyBiases.put(adapter, nats);
            return this;
        }

        /** Sets how long closing lets running requests go on. */
        public Builder closeGrace(Duration closeGrace) {
            settings = settings.withCloseGrace(closeGrace);
            return this;
        }

        /** Sets how many tokens of the model's context a prompt must leave free for its completion, at least 1. */
        public Builder reservedTokens(int reservedTokens) {
            this.reservedTokens = reservedTokens;
            return this;
        }

        /**
         * Loads the checkpoint and starts its device's thread.
         *
         * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the checkpoint can't be run
         * @throws IllegalArgumentException if the device is not there, or the reserved tokens do not fit the context
         * @throws IllegalStateException if libtorch can't be started
         */
        public TorchCompletionModel open() {
            return new TorchCompletionModel(LoadedModel.load(files, options, reservedTokens), settings, copyBiases);
        }
    }
}
