// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decoder run by libtorch. Like its caches, it is used by one thread at a time. Owns native memory until closed. */
public final class TorchCausalLanguageModel implements CausalLanguageModel {

    private final ModelConfig config;
    private final Execution execution;
    private final TorchProgram program;
    private final TorchWeights weights;
    private final IValue untraced;
    /** The slab of all caches; null if each has its own. */
    private final @Nullable KeyValueSlab slab;

    private boolean closed;

    TorchCausalLanguageModel(ModelConfig config, Execution execution, TorchProgram program, TorchWeights weights) {
        this.config = config;
        this.execution = execution;
        this.program = program;
        this.weights = weights;
        this.untraced = program.run("tensors", List.of());
        this.slab = execution.oneSlab() ? new KeyValueSlab(program, true) : null;
    }

    /** Returns the device: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return execution.device();
    }

    /** Returns the number type of the weights: {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}. */
    public String dtype() {
        return execution.dtype();
    }

    /** Returns the matrices for which the fastest kernel gives wrong products on this processor, with its replacement. */
    public List<KernelFallback> kernelFallbacks() {
        return weights.fallbacks();
    }

    /** Returns the number of layers. */
    public int layers() {
        return config.layers();
    }

    @Override
    public int vocabularySize() {
        return config.vocabularySize();
    }

    @Override
    public int contextTokens() {
        return config.contextTokens();
    }

    @Override
    public long cacheBytesPerToken() {
        AttentionConfig attention = config.attention();
        return 2L
                * config.layers()
                * attention.keyValueSize()
                * execution.cachePrecision().bytes();
    }

    @Override
    public KeyValueCache newCache(int capacity, ModelVariant variant) {
        requireOpen();
        requireInContext(capacity);
        weights.adapters().require(variant);
        return NativeCalls.PROCESS.call(() -> {
            KeyValueSlab own = slab == null ? new KeyValueSlab(program, false) : slab;
            return new TorchKeyValueCache(this, own, capacity, variant);
        });
    }

    @Override
    public List<Scores> forward(List<Segment> segments) {
        requireOpen();
        RaggedPass pass = RaggedPass.of(segments, this);
        return NativeCalls.PROCESS.call(() -> forward(segments, pass));
    }

    private List<Scores> forward(List<Segment> segments, RaggedPass pass) {
        IValue logits = run(pass, untraced, false);
        int readers = (int) segments.stream().filter(Segment::logits).count();
        @Nullable PassLogits kept = readers > 0 ? new PassLogits(program, logits, readers) : null;
        try {
            pass.append();
            return pass.scores(pass.scored() ? program.floats("best", List.of(logits)) : new float[0], kept);
        } finally {
            if (kept == null) {
                logits.close();
            }
        }
    }

    /**
     * Reads a sequence and returns the residual stream after each layer, before steering.
     *
     * @param tokenIds tokens of the sequence
     * @param states number of the last tokens whose states are returned
     * @return float32, the states of each layer end to end, shape [layers][states * hiddenSize]
     * @throws IllegalArgumentException if a token is not in the vocabulary, or there are too few or too many
     */
    public float[][] hiddenStates(int[] tokenIds, int states) {
        return NativeCalls.PROCESS.call(() -> hiddenStatesNow(tokenIds, states));
    }

    private float[][] hiddenStatesNow(int[] tokenIds, int states) {
        try (KeyValueCache cache = newCache(tokenIds.length, ModelVariant.BASE);
                IValue traced = program.run("tensors", List.of())) {
            RaggedPass pass = RaggedPass.of(List.of(Segment.chain(tokenIds, states, false, cache)), this);
            run(pass, traced, true).close();
            float[][] layers = new float[config.layers()][];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = program.floats("state", List.of(traced), IValue.from((long) i));
            }
            return layers;
        }
    }

    private IValue run(RaggedPass pass, IValue traced, boolean tracing) {
        try (IValue caches = pass.caches();
                IValue adapters = pass.adapters(weights.adapters())) {
            return program.run("forward", List.of(weights.base(), caches, adapters, traced), pass.arguments(tracing));
        }
    }

    TorchProgram program() {
        return program;
    }

    /** Returns {@code cache}, which must be one of this model. */
    TorchKeyValueCache own(KeyValueCache cache) {
        if (cache instanceof TorchKeyValueCache own && own.owner() == this) {
            return own;
        }
        throw new IllegalArgumentException("the key/value cache belongs to another model");
    }

    void requireInContext(int capacity) {
        if (capacity < 1 || capacity > contextTokens()) {
            throw new IllegalArgumentException("a key/value cache for " + capacity
                    + " tokens can't be allocated; the model's context allows 1 to " + contextTokens());
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeCalls.PROCESS.free(this::free);
        }
    }

    private void free() {
        weights.close();
        untraced.close();
        if (slab != null) {
            slab.close();
        }
        program.close();
        NativeHeap.trim();
    }
}
