package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.KeyValueCache;

/** Tensors of full capacity, of which the first {@link #length()} rows count; the rest is rubbish to be overwritten. */
final class TorchKeyValueCache implements KeyValueCache {

    private final TorchCausalLanguageModel owner;
    private final IValue tensors;
    private final int capacity;
    private int length;
    private boolean closed;

    /**
     * Wraps tensors.
     *
     * @param tensors keys and values of each layer in turn, shapes [1, key/value heads, capacity, head size]
     */
    TorchKeyValueCache(TorchCausalLanguageModel owner, IValue tensors, int capacity) {
        this.owner = owner;
        this.tensors = tensors;
        this.capacity = capacity;
    }

    /** Returns the tensors for a pass of {@code tokens} more tokens of {@code model}. */
    IValue tensorsFor(TorchCausalLanguageModel model, int tokens) {
        if (closed) {
            throw new IllegalStateException("The key/value cache is closed.");
        }
        if (model != owner) {
            throw new IllegalArgumentException("The key/value cache belongs to another model.");
        }
        if (tokens > capacity - length) {
            throw new IllegalArgumentException("The key/value cache holds " + length + " of " + capacity
                    + " tokens, so " + tokens + " more don't fit; ask newCache for a larger one.");
        }
        return tensors;
    }

    void append(int tokens) {
        length += tokens;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void truncate(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException(
                    "A key/value cache of " + this.length + " tokens can't be cut to " + length + ".");
        }
        this.length = length;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensors.close();
        }
    }
}
