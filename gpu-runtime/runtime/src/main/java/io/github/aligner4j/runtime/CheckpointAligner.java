// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.DetectingAligner;
import io.github.aligner4j.Detector;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.EngineStatistics;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.FolderHash;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner checkpoint that runs in this JVM.
 *
 * <pre>{@code
 * try (CheckpointAligner aligner = CheckpointAligner.open(ModelSource.folder(Path.of("aligner-7b")))) {
 *     String corrected = aligner.correct(CorrectionRequest.of(question, answer)).answer();
 * }
 * }</pre>
 *
 * <p>The checkpoint's {@code aligner.json} names the template, windows and decoding that it was trained for ({@link
 * CheckpointDescriptor}); published Aligners are known by name and need none. LoRA adapters of the checkpoint are further
 * Aligners on the same weights ({@link #withAdapter}).
 *
 * <p>Safe for use by several threads, which share one device and wait for it in a bounded queue. Owns a thread and native
 * memory until closed; afterwards every correction throws an {@link IllegalStateException}.
 */
public final class CheckpointAligner extends DelegatingAligner implements AutoCloseable {

    private final TorchCompletionModel model;
    private final Aligner base;
    private final Map<String, Aligner> adapters;

    private CheckpointAligner(TorchCompletionModel model, Aligner base, Map<String, Aligner> adapters) {
        super(new GracefulAligner(base));
        this.base = base;
        this.model = model;
        this.adapters = Map.copyOf(adapters);
    }

    /**
     * Loads the Aligner of the artifact {@code aligner-civility-model}, which makes rude sentences civil.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if that artifact is not on the class path
     */
    public static CheckpointAligner embedded() {
        return open(ModelSource.embedded());
    }

    /**
     * Loads a checkpoint with default options.
     *
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if it can't be loaded, or its template is unknown
     */
    public static CheckpointAligner open(ModelSource checkpoint) {
        return builder(checkpoint).open();
    }

    /** Returns a builder with default options. */
    public static Builder builder(ModelSource checkpoint) {
        return new Builder(checkpoint);
    }

    /**
     * Returns the Aligner of an adapter, which follows the {@code aligner.json} in the adapter's folder or, without one, that
     * of the checkpoint.
     *
     * <p>It shares the weights, thread and queue of this Aligner, and can be used until this one is closed.
     *
     * @throws IllegalArgumentException if no adapter was loaded under that name
     */
    public Aligner withAdapter(String name) {
        return new GracefulAligner(adapter(name));
    }

    private Aligner adapter(String name) {
        Aligner found = adapters.get(name);
        if (found == null) {
            String names = adapters.isEmpty() ? "none" : String.join(", ", new TreeSet<>(adapters.keySet()));
            throw new IllegalArgumentException(
                    "there is no adapter '" + name + "'; the checkpoint was loaded with " + names);
        }
        return found;
    }

    /**
     * Returns an Aligner that multiplies the steering vector of this checkpoint by {@code strength} for requests without a
     * strength of their own. Above 0 more is changed, below 0 more is copied; the checkpoint's card says in what range.
     *
     * @throws IllegalArgumentException if the checkpoint has no steering vector, or the strength is not finite
     */
    @Incubating
    public Aligner withStrength(double strength) {
        return with(Variant.DEFAULT.withStrength(strength));
    }

    /**
     * Returns the Aligner of an adapter with the strength of its steering vector, as {@link #withAdapter(String)} and {@link
     * #withStrength} do.
     *
     * @throws IllegalArgumentException if there is no such adapter, it has no steering vector, or the strength is not finite
     */
    @Incubating
    public Aligner withAdapter(String name, double strength) {
        return with(Variant.DEFAULT.withAdapter(name).withStrength(strength));
    }

    /** Returns the current state and counts; also after this is closed. */
    public RuntimeStatus status() {
        return model.status();
    }

    /** Returns counts and present numbers of the model for meters, all of its Aligners together; also after this is closed. */
    @Incubating
    public EngineStatistics statistics() {
        return model.statistics();
    }

    /**
     * Returns an Aligner that corrects answers from {@code threshold} on, instead of the threshold in {@code aligner.json}. To set it
     * for the Aligners of adapters, too, change their descriptors ({@link Builder#customizeDescriptors}).
     *
     * @throws IllegalArgumentException if the checkpoint has no detector, or the threshold is not between 0 and 1
     */
    @Incubating
    public Aligner withThreshold(double threshold) {
        return with(Variant.DEFAULT.withThreshold(threshold));
    }

    /**
     * Returns the Aligner of an adapter, a strength and a threshold of its detector, each of which may be left out.
     *
     * @throws IllegalArgumentException as {@link #withAdapter(String)}, {@link #withStrength} and {@link #withThreshold} do
     */
    @Incubating
    public Aligner with(Variant variant) {
        return new GracefulAligner(chosen(variant));
    }

    private Aligner chosen(Variant variant) {
        Optional<String> adapter = variant.adapter();
        Aligner chosen = adapter.isPresent() ? adapter(adapter.get()) : base;
        if (variant.threshold().isPresent()) {
            chosen = withThreshold(chosen, variant.threshold().getAsDouble());
        }
        if (variant.strength().isEmpty()) {
            return chosen;
        }
        model.variants().choose(adapter, variant.strength());
        return new SteeredAligner(chosen, variant.strength().getAsDouble());
    }

    private static Aligner withThreshold(Aligner chosen, double threshold) {
        if (detectorOf(chosen).isEmpty()) {
            throw new IllegalArgumentException("threshold is " + threshold
                    + ", but the checkpoint has no detector; leave it out, or name the detector in aligner.json");
        }
        return chosen instanceof WindowedAligner windowed
                ? windowed.withThreshold(threshold)
                : ((DetectingAligner) chosen).withThreshold(threshold);
    }

    /**
     * A choice among the Aligners of one loaded checkpoint.
     *
     * @param adapter the name of an adapter; empty for the checkpoint itself
     * @param strength the coefficient of the steering vector for requests without one; empty for the checkpoint's own
     * @param threshold the minimum score of an answer that is corrected; empty for the detector's own
     */
    @Incubating
    public record Variant(Optional<String> adapter, OptionalDouble strength, OptionalDouble threshold) {

        /** The checkpoint itself, as its {@code aligner.json} describes it. */
        public static final Variant DEFAULT =
                new Variant(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty());

        /** Returns a copy with an adapter. */
        public Variant withAdapter(String name) {
            return new Variant(Optional.of(name), strength, threshold);
        }

        /** Returns a copy with a strength. */
        public Variant withStrength(double strength) {
            return new Variant(adapter, OptionalDouble.of(strength), threshold);
        }

        /** Returns a copy with a threshold. */
        public Variant withThreshold(double threshold) {
            return new Variant(adapter, strength, OptionalDouble.of(threshold));
        }
    }

    /**
     * Returns the detector by which this checkpoint decides whether an answer is corrected, for use as a gate of any layer ({@link
     * io.github.aligner4j.LayerGate#of}); empty if its {@code aligner.json} names none. Of an answer that is longer than the
     * checkpoint's window, its score is the highest of all windows.
     */
    @Incubating
    public Optional<Detector> detector() {
        return detectorOf(base);
    }

    /**
     * Returns the detector of an adapter, as {@link #detector()} does.
     *
     * @throws IllegalArgumentException if no adapter was loaded under that name
     */
    @Incubating
    public Optional<Detector> detector(String adapter) {
        return detectorOf(adapter(adapter));
    }

    private static Optional<Detector> detectorOf(Aligner aligner) {
        if (aligner instanceof WindowedAligner windowed) {
            return windowed.detector();
        }
        return aligner instanceof DetectingAligner detecting ? Optional.of(detecting.detector()) : Optional.empty();
    }

    @Override
    public void close() {
        model.close();
    }

    /** Builder of a {@link CheckpointAligner}. Not safe for use by several threads. */
    public static final class Builder {

        private ModelSources sources;
        private RuntimeOptions options = RuntimeOptions.DEFAULT;
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private @Nullable Duration timeout;

        private Builder(ModelSource checkpoint) {
            this.sources = new ModelSources(checkpoint);
        }

        /** Sets the device, the number type and the limits of the requests that share them. */
        public Builder options(RuntimeOptions options) {
            this.options = Objects.requireNonNull(options, "options");
            return this;
        }

        /** Sets how tokens are chosen; greedily by default, as Aligners are trained for. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /** Sets the time limit of one correction, with its time in the queue and all its windows; none by default. */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /** Sets a descriptor that replaces the {@code aligner.json} of the checkpoint. */
        public Builder descriptor(CheckpointDescriptor descriptor) {
            sources = sources.withDescriptor(descriptor);
            return this;
        }

        /** Sets a function that changes the descriptors of the checkpoint and of its adapters after they were read. */
        public Builder customizeDescriptors(UnaryOperator<CheckpointDescriptor> customizer) {
            sources = sources.withCustomizer(customizer);
            return this;
        }

        /**
         * Adds a LoRA adapter, available through {@link CheckpointAligner#withAdapter}.
         *
         * @param name name for {@code withAdapter}
         * @param adapter source of the adapter, in PEFT layout
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

        /**
         * Loads the checkpoint and its adapters, and starts their device thread.
         *
         * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the checkpoint or an adapter can't be run, its
         *     template is unknown, or a token of its detector is not one of the tokenizer's
         * @throws io.github.aligner4j.hub.HubException if a source on the hub can\'t be downloaded
         * @throws IllegalArgumentException if the device does not exist
         * @throws IllegalStateException if libtorch can't be started
         */
        public CheckpointAligner open() {
            try (ModelFiles files = sources.open()) {
                Meanwhile<String> digest = Meanwhile.run(() -> FolderHash.of(files.checkpoint()));
                TorchCompletionModel model =
                        TorchCompletionModel.copying(files, sources.modelName(), options, digest::join);
                try {
                    AlignerDescription checkpoint = AlignerDescription.ofModel(sources.modelName(), digest.join());
                    AlignerAssembly assembly = new AlignerAssembly(files, checkpoint, model, sampling, timeout);
                    Map<String, Aligner> adapters = new LinkedHashMap<>();
                    files.adapters().keySet().forEach(name -> adapters.put(name, assembly.aligner(name)));
                    return new CheckpointAligner(model, assembly.aligner(ModelFiles.BASE), adapters);
                } catch (RuntimeException | Error e) {
                    model.close();
                    throw e;
                }
            }
        }
    }
}
