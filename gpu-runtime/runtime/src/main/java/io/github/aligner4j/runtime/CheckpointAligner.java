package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.ExistingFolder;
import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.CacheLimits;
import io.github.aligner4j.windowed.WindowedAligner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner checkpoint that runs in this JVM, asked as its {@code aligner.json} says it was trained to be asked.
 *
 * <p>Safe for use by several threads: they share one device, and wait for it in a bounded queue. Owns a thread and native
 * memory until closed; after that each correction is an {@link IllegalStateException}.
 */
public final class CheckpointAligner extends DelegatingAligner implements AutoCloseable {

    /** Before the name of an adapter that comes with the embedded checkpoint. */
    private static final String EMBEDDED = "embedded:";

    private final TorchCompletionModel model;
    private final Map<String, Aligner> adapted;

    private CheckpointAligner(TorchCompletionModel model, Aligner aligner, Map<String, Aligner> adapted) {
        super(aligner);
        this.model = model;
        this.adapted = Map.copyOf(adapted);
    }

    /**
     * Loads the Aligner of the artifact {@code aligner-civility-model}, which makes rude sentences civil.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if that artifact is not on the class path
     */
    public static CheckpointAligner embedded() {
        return embeddedBuilder().open();
    }

    /**
     * Loads the checkpoint in {@code folder}, in Hugging Face layout.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if it can't be run, or its template is not known
     */
    public static CheckpointAligner open(Path folder) {
        return builder(folder).open();
    }

    /** Starts with the checkpoint in {@code folder} and defaults for everything else. */
    public static Builder builder(Path folder) {
        return new Builder(Objects.requireNonNull(folder, "folder"));
    }

    /** Starts with the embedded checkpoint and defaults for everything else. */
    public static Builder embeddedBuilder() {
        return new Builder(null);
    }

    /**
     * Returns the Aligner that an adapter makes of this checkpoint, asked as the {@code aligner.json} in the adapter's folder
     * says, or as the checkpoint is if there is none.
     *
     * <p>It shares this Aligner's weights, thread and queue, and works until this one is closed.
     *
     * @throws IllegalArgumentException if no adapter was loaded under that name
     */
    public Aligner withAdapter(String name) {
        Aligner found = adapted.get(name);
        if (found == null) {
            String names = adapted.isEmpty() ? "none" : String.join(", ", new TreeSet<>(adapted.keySet()));
            throw new IllegalArgumentException(
                    "there is no adapter '" + name + "'; the checkpoint was loaded with " + names);
        }
        return found;
    }

    /** Returns what the model is doing and has done; answers after closing, too. */
    public RuntimeStatus status() {
        return model.status();
    }

    @Override
    public void close() {
        model.close();
    }

    /** Collects how a checkpoint runs. Not safe for use by several threads. */
    public static final class Builder {

        private final @Nullable Path folder;
        private RuntimeOptions options = RuntimeOptions.defaults();
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private @Nullable Duration timeout;
        private BatchLimits batch = BatchLimits.DEFAULT;
        private CacheLimits caches = CacheLimits.DEFAULT;
        private @Nullable CheckpointDescriptor descriptor;
        private final Map<String, Path> adapters = new LinkedHashMap<>();
        private final Map<String, String> embeddedAdapters = new LinkedHashMap<>();
        private @Nullable Path merged;
        private OptionalDouble strength = OptionalDouble.empty();
        private OptionalDouble copyBias = OptionalDouble.empty();

        private Builder(@Nullable Path folder) {
            this.folder = folder;
        }

        /** Sets where and how it runs. */
        public Builder runtime(RuntimeOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Sets how the model writes: greedily, unless told otherwise. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /** Sets how long one correction (or one window of it) may take, waiting included. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Sets how many requests may wait for the device. */
        public Builder maxQueuedRequests(int maxQueuedRequests) {
            batch = batch.withMaxQueuedRequests(maxQueuedRequests);
            return this;
        }

        /** Sets how many requests are on the device at once, at least 1. */
        public Builder maxRunningRequests(int maxRunningRequests) {
            batch = batch.withMaxRunningRequests(maxRunningRequests);
            return this;
        }

        /** Sets how many tokens one forward pass reads at most, all requests together; 0 means as suits the device. */
        public Builder stepTokens(int stepTokens) {
            batch = batch.withStepTokens(stepTokens);
            return this;
        }

        /**
         * Sets how many tokens of prompts a forward pass reads beside requests that generate; 0 means as suits the device.
         */
        public Builder prefillChunk(int prefillChunk) {
            batch = batch.withPrefillChunk(prefillChunk);
            return this;
        }

        /** Sets how many bytes of the device's memory keys and values may take, kept prefixes included, at least 1. */
        public Builder cacheMemory(long bytes) {
            caches = new CacheLimits(OptionalLong.of(bytes), caches.prefixCacheMemory());
            return this;
        }

        /** Sets how many of these bytes may keep prompts' beginnings for requests to come; 0 keeps none. */
        public Builder prefixCacheMemory(long bytes) {
            caches = new CacheLimits(caches.cacheMemory(), OptionalLong.of(bytes));
            return this;
        }

        /** Sets a descriptor to use instead of the checkpoint's own. */
        public Builder descriptor(CheckpointDescriptor descriptor) {
            this.descriptor = Objects.requireNonNull(descriptor, "descriptor");
            return this;
        }

        /**
         * Adds a LoRA adapter, to be had by {@link CheckpointAligner#withAdapter}.
         *
         * @param place its folder, in PEFT layout, or {@code embedded:} and the name of one that comes with the embedded
         *     checkpoint
         * @throws IllegalArgumentException if the name is taken, or an embedded adapter is to be put on another checkpoint
         */
        public Builder adapter(String name, String place) {
            return place.startsWith(EMBEDDED)
                    ? embeddedAdapter(name, place.substring(EMBEDDED.length()))
                    : adapter(name, Path.of(place));
        }

        /**
         * Adds a LoRA adapter in PEFT layout, to be had by {@link CheckpointAligner#withAdapter}.
         *
         * @throws IllegalArgumentException if the name is taken
         */
        public Builder adapter(String name, Path folder) {
            requireFree(name);
            adapters.put(name, Objects.requireNonNull(folder, "folder"));
            return this;
        }

        /**
         * Adds an adapter that comes with the embedded checkpoint, to be had by {@link CheckpointAligner#withAdapter}.
         *
         * @param embedded its name there, such as {@code brevity}
         * @throws IllegalArgumentException if {@code name} is taken, or this is not the embedded checkpoint
         */
        public Builder embeddedAdapter(String name, String embedded) {
            requireFree(name);
            if (folder != null) {
                throw new IllegalArgumentException("the adapter 'embedded:" + embedded
                        + "' belongs to the embedded checkpoint, but the checkpoint is " + folder
                        + "; name the folder of an adapter that was trained on it");
            }
            embeddedAdapters.put(name, embedded);
            return this;
        }

        private void requireFree(String name) {
            if (adapters.containsKey(name) || embeddedAdapters.containsKey(name)) {
                throw new IllegalArgumentException(
                        "there are two adapters named '" + name + "'; each needs its own name");
            }
        }

        /** Sets a LoRA adapter that is merged into the checkpoint's weights while they are loaded. */
        public Builder mergedAdapter(Path folder) {
            this.merged = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /**
         * Sets how strongly requests that don't say so themselves are corrected, instead of the checkpoint's default. Above 0
         * more is changed, below 0 more is copied; the checkpoint's card says in what range.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        public Builder strength(double strength) {
            if (!Double.isFinite(strength)) {
                throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
            }
            this.strength = OptionalDouble.of(strength);
            return this;
        }

        /**
         * Sets how far corrections keep to their answers, in nats, instead of what the checkpoint's and the adapters' {@code
         * aligner.json} say: the higher, the less is changed, and the less is miscopied. 0 lets the model alone decide, as
         * it does whenever {@link #sampling} draws tokens.
         *
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder copyBias(double nats) {
            if (!(nats >= 0) || !Double.isFinite(nats)) {
                throw new IllegalArgumentException("a copy bias must be at least 0 and finite, but was " + nats);
            }
            this.copyBias = OptionalDouble.of(nats);
            return this;
        }

        /**
         * Loads the checkpoint.
         *
         * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if it, or an adapter, can't be run
         * @throws IllegalArgumentException if a strength is set but the checkpoint has no strength vectors
         */
        public CheckpointAligner open() {
            if (folder != null) {
                return load(folder, adapters);
            }
            try (EmbeddedCheckpoint embedded = EmbeddedCheckpoint.unpack()) {
                Map<String, Path> all = new LinkedHashMap<>(adapters);
                embeddedAdapters.forEach((name, adapter) -> all.put(name, embedded.unpackAdapter(adapter)));
                return load(embedded.folder(), all);
            }
        }

        private CheckpointAligner load(Path checkpoint, Map<String, Path> adapters) {
            ExistingFolder.requireCheckpoint(checkpoint);
            adapters.values().forEach(ExistingFolder::requireAdapter);
            if (merged != null) {
                ExistingFolder.requireAdapter(merged);
            }
            CheckpointDescriptor trained = descriptor == null ? CheckpointDescriptors.read(checkpoint) : descriptor;
            Map<String, CheckpointDescriptor> descriptors = new LinkedHashMap<>();
            adapters.forEach((name, adapter) ->
                    descriptors.put(name, CheckpointDescriptors.own(adapter).orElse(trained)));
            TorchCompletionModel model = model(checkpoint, adapters, copyBiases(trained, descriptors));
            try {
                Aligner aligner = aligner(trained, model, null);
                Map<String, Aligner> adapted = new LinkedHashMap<>();
                descriptors.forEach((name, own) -> adapted.put(name, aligner(own, model, name)));
                return new CheckpointAligner(model, aligner, adapted);
            } catch (RuntimeException e) {
                model.close();
                throw e;
            }
        }

        /** Returns the copy bias of the base model, under the empty name, and of each adapter that has one. */
        private Map<String, Double> copyBiases(
                CheckpointDescriptor trained, Map<String, CheckpointDescriptor> descriptors) {
            Map<String, Double> biases = new HashMap<>();
            Map<String, CheckpointDescriptor> all = new HashMap<>(descriptors);
            all.put("", trained);
            all.forEach((name, own) -> {
                if (copyBias.isPresent()) {
                    biases.put(name, copyBias.getAsDouble());
                } else if (own.copyBias() != null) {
                    biases.put(name, own.copyBias());
                }
            });
            return biases;
        }

        private TorchCompletionModel model(
                Path checkpoint, Map<String, Path> adapters, Map<String, Double> copyBiases) {
            TorchCompletionModel.Builder builder =
                    TorchCompletionModel.builder(checkpoint).options(options).batch(batch);
            caches.cacheMemory().ifPresent(builder::cacheMemory);
            caches.prefixCacheMemory().ifPresent(builder::prefixCacheMemory);
            if (descriptor != null) {
                builder.descriptor(descriptor);
            }
            if (merged != null) {
                builder.mergedAdapter(merged);
            }
            adapters.forEach(builder::adapter);
            copyBiases.forEach(builder::copyBias);
            return builder.open();
        }

        private Aligner aligner(CheckpointDescriptor trained, TorchCompletionModel model, @Nullable String adapter) {
            model.variants().choose(Optional.ofNullable(adapter), strength);
            CompletionAligner.Builder builder = CompletionAligner.builder(trained.correctionTemplate(), model)
                    .sampling(sampling);
            if (timeout != null) {
                builder.timeout(timeout);
            }
            if (adapter != null) {
                builder.adapter(adapter);
            }
            strength.ifPresent(builder::strength);
            CheckpointDescriptor.Window window = trained.window();
            return window == null ? builder.build() : windowed(builder, window);
        }

        private static Aligner windowed(CompletionAligner.Builder builder, CheckpointDescriptor.Window window) {
            List<CorrectionGuard> guards = new ArrayList<>(CorrectionGuards.ofWindows());
            double share = window.requiredShare();
            if (share > 0) {
                guards.add(CorrectionGuards.notEmpty());
                guards.add(CorrectionGuards.atLeast(share));
            }
            return new WindowedAligner(
                    builder.guards(guards).build(), window.answerCharacters(), window.questionCharacters());
        }
    }
}
