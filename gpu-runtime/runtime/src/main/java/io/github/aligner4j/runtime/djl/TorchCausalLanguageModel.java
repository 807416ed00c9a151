package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.util.List;
import java.util.Locale;

/** A decoder run by libtorch. Like its caches it is used by one thread at a time. */
public final class TorchCausalLanguageModel implements CausalLanguageModel {

    private final ModelConfig config;
    private final Execution execution;
    private final TorchProgram program;
    private final IValue weights;
    private boolean closed;

    TorchCausalLanguageModel(ModelConfig config, Execution execution, TorchProgram program, IValue weights) {
        this.config = config;
        this.execution = execution;
        this.program = program;
        this.weights = weights;
    }

    /** Where it runs: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return execution.device();
    }

    /** The type of its weights: {@code float32}, {@code bfloat16} or {@code float16}. */
    public String dtype() {
        return execution.precision().name().toLowerCase(Locale.ROOT);
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
    public KeyValueCache newCache(int capacity) {
        requireOpen();
        if (capacity < 1 || capacity > contextTokens()) {
            throw new IllegalArgumentException("A key/value cache for " + capacity
                    + " tokens can't be had; the model's context allows 1 to " + contextTokens() + ".");
        }
        return new TorchKeyValueCache(this, program.run("cache", List.of(), IValue.from((long) capacity)), capacity);
    }

    @Override
    public float[] logits(int[] tokenIds, KeyValueCache cache) {
        TorchKeyValueCache own = checked(tokenIds, cache);
        float[] logits = program.floats("cpu_logits", kept(own, tokenIds), ids(tokenIds), position(own));
        own.append(tokenIds.length);
        return logits;
    }

    @Override
    public int greedy(int[] tokenIds, KeyValueCache cache) {
        TorchKeyValueCache own = checked(tokenIds, cache);
        try (IValue token = program.run("greedy", kept(own, tokenIds), ids(tokenIds), position(own))) {
            own.append(tokenIds.length);
            return Math.toIntExact(token.toLong());
        }
    }

    private List<IValue> kept(TorchKeyValueCache cache, int[] tokenIds) {
        return List.of(weights, cache.tensorsFor(this, tokenIds.length));
    }

    private static IValue ids(int[] tokenIds) {
        long[] ids = new long[tokenIds.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = tokenIds[i];
        }
        return IValue.listFrom(ids);
    }

    private static IValue position(TorchKeyValueCache cache) {
        return IValue.from((long) cache.length());
    }

    private TorchKeyValueCache checked(int[] tokenIds, KeyValueCache cache) {
        requireOpen();
        if (tokenIds.length == 0) {
            throw new IllegalArgumentException("A forward pass needs at least one token.");
        }
        for (int id : tokenIds) {
            if (id < 0 || id >= vocabularySize()) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in the vocabulary, 0 to " + (vocabularySize() - 1) + ".");
            }
        }
        if (!(cache instanceof TorchKeyValueCache own)) {
            throw new IllegalArgumentException("The key/value cache belongs to another model.");
        }
        return own;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The model is closed.");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            weights.close();
            program.close();
        }
    }
}
