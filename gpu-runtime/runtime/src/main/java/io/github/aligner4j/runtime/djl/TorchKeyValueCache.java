package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.Arrays;
import java.util.List;

/** Tensors of full capacity, of which the first {@link #length()} rows count; the rest is rubbish to be overwritten. */
final class TorchKeyValueCache implements KeyValueCache {

    private final TorchCausalLanguageModel owner;
    private final IValue tensors;
    private final ModelVariant variant;
    private int capacity;
    private int length;
    private boolean closed;

    /**
     * Wraps tensors.
     *
     * @param tensors keys and values of each layer in turn, shapes [1, key/value heads, capacity, head size]
     */
    TorchKeyValueCache(TorchCausalLanguageModel owner, IValue tensors, int capacity, ModelVariant variant) {
        this.owner = owner;
        this.tensors = tensors;
        this.capacity = capacity;
        this.variant = variant;
    }

    TorchCausalLanguageModel owner() {
        return owner;
    }

    IValue tensors() {
        requireOpen();
        return tensors;
    }

    void requireRoom(int tokens) {
        requireOpen();
        if (tokens > capacity - length) {
            throw new IllegalArgumentException("the key/value cache holds " + length + " of " + capacity
                    + " tokens, so " + tokens + " more don't fit; reserve more room");
        }
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
    public ModelVariant variant() {
        return variant;
    }

    @Override
    public void reserve(int capacity) {
        requireOpen();
        owner.requireInContext(capacity);
        if (capacity > this.capacity) {
            owner.program().call("reserve", List.of(tensors), IValue.from((long) length), IValue.from((long) capacity));
            this.capacity = capacity;
        }
    }

    @Override
    public void truncate(int length) {
        requireHeld(length);
        this.length = length;
    }

    @Override
    public void keep(int length, int[] rows) {
        requireHeld(length);
        for (int i = 0; i < rows.length; i++) {
            int least = i == 0 ? length : rows[i - 1] + 1;
            if (rows[i] < least || rows[i] >= this.length) {
                throw new IllegalArgumentException("a key/value cache of " + this.length
                        + " tokens can't keep, behind its first " + length + ", those at " + Arrays.toString(rows));
            }
        }
        requireOpen();
        long[] places = Arrays.stream(rows).asLongStream().toArray();
        owner.program().call("keep", List.of(tensors), IValue.from((long) length), IValue.listFrom(places));
        this.length = length + rows.length;
    }

    @Override
    public void copyPrefix(KeyValueCache source, int length) {
        TorchKeyValueCache from = owner.own(source);
        if (this.length > 0 || length < 0 || length > Math.min(from.length, variant.sharedTokens(from.variant))) {
            throw new IllegalArgumentException("the first " + length + " of " + from.length + " tokens of "
                    + from.variant + " can't be copied into a key/value cache of " + this.length + " tokens of "
                    + variant);
        }
        requireRoom(length);
        owner.program().call("copy_prefix", List.of(tensors, from.tensors()), IValue.from((long) length));
        this.length = length;
    }

    private void requireHeld(int length) {
        if (length < 0 || length > this.length) {
            throw new IllegalArgumentException(
                    "a key/value cache of " + this.length + " tokens can't be cut to " + length);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the key/value cache is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tensors.close();
        }
    }
}
