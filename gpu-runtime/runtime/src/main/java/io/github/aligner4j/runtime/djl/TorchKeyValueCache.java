// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.Arrays;
import java.util.List;

/**
 * The keys and values of one sequence, on the model's device.
 *
 * <p><b>Layout.</b> A range of rows of a {@link KeyValueSlab}, which has for each layer one tensor of shape [2, key/value heads,
 * rows, head size], keys before values, float32 on a CPU and in the model's type on a GPU. Only the first {@link #length()} rows
 * are defined; the others are uninitialized and are overwritten before they are read. Heads come before rows, so that
 * the keys of a head are one contiguous block, which is what libtorch's attention reads; query heads that share a key/value
 * head see it by a stride of 0, without a copy.
 *
 * <p><b>One range per sequence, no pages.</b> A call for one sequence reads a slice of the slab, with no copy. A call for
 * several sequences, on a GPU, gathers their rows ({@link TogetherTemplate}). Paged attention, as in vLLM, needs kernels that
 * libtorch does not have. The price is memory that is reserved in advance, and a copy when it is full. A cache starts with room
 * for the prompt, half of it again and 64 tokens, and grows by half ({@link #reserve}, which the scheduler calls within its
 * budget), so growing copies each token fewer than three times on average, however long the text becomes.
 *
 * <p><b>Appending.</b> The forward pass writes the keys and values of its tokens at position {@code length} of the tensors
 * in place; {@link #append} then only moves the length. If a pass throws, the length is unchanged, and the tokens can be
 * read again.
 *
 * <p><b>Speculation.</b> A pass reads a draft tree behind the sequence. Afterwards {@link #truncate} drops a rejected tail by
 * moving the length, at no cost. If the accepted path is not the first branch of the tree, {@link #keep} gathers its
 * positions and moves them together: one small copy per layer. Rotary positions were applied by depth in the tree,
 * so keys need no correction.
 *
 * <p><b>Sharing a prefix.</b> {@link #copyPrefix} copies the common beginning of two prompts from another cache, which takes about a
 * hundredth of the time of reading it. Copies were preferred to reference counting: both caches stay independent, each is
 * freed by closing it, and the scheduler can take over a cache as a whole where the new prompt continues it. Only as many
 * tokens can be copied as both variants share, since adapters and steering change keys and values.
 *
 * <p><b>float32 on a CPU.</b> Attention in bfloat16 reads half the bytes, but libtorch's kernel for it is slower by far for
 * few tokens and no faster for many, so keys and values are float32 while weights keep their type.
 *
 * <p>Used by one thread at a time, the device's. Owns native memory until closed; the garbage collector does not free it.
 */
final class TorchKeyValueCache implements KeyValueCache {

    private final TorchCausalLanguageModel owner;
    private final KeyValueSlab slab;
    private final ModelVariant variant;
    private int capacity;
    private int offset;
    private int length;
    private boolean closed;
    private boolean lost;

    /** Takes {@code capacity} rows of {@code slab}. */
    TorchKeyValueCache(TorchCausalLanguageModel owner, KeyValueSlab slab, int capacity, ModelVariant variant) {
        this.owner = owner;
        this.slab = slab;
        this.capacity = capacity;
        this.variant = variant;
        slab.add(this);
    }

    TorchCausalLanguageModel owner() {
        return owner;
    }

    IValue tensors() {
        requireOpen();
        return slab.tensors();
    }

    KeyValueSlab slab() {
        return slab;
    }

    /** Returns the first row in the slab. */
    int offset() {
        return offset;
    }

    /** Notes that the rows begin at {@code offset}. */
    void moveTo(int offset) {
        this.offset = offset;
    }

    /** Notes that the contents are lost, so that no pass reads them. */
    void lose() {
        lost = true;
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
            NativeCalls.PROCESS.run(() -> slab.reserve(this, capacity));
            this.capacity = capacity;
        }
    }

    @Override
    public void truncate(int length) {
        requireHeld(length);
        this.length = length;
    }

    @Override
    public void keep(int length, int[] positions) {
        requireHeld(length);
        for (int i = 0; i < positions.length; i++) {
            int min = i == 0 ? length : positions[i - 1] + 1;
            if (positions[i] < min || positions[i] >= this.length) {
                throw new IllegalArgumentException(
                        "a key/value cache of " + this.length + " tokens can't keep, behind its first " + length
                                + ", those at " + Arrays.toString(positions));
            }
        }
        requireOpen();
        long[] kept = Arrays.stream(positions).mapToLong(at -> offset + at).toArray();
        NativeCalls.PROCESS.run(() -> {
            IValue first = IValue.from((long) offset + length);
            owner.program().call("keep", List.of(slab.tensors()), first, IValue.listFrom(kept));
        });
        this.length = length + positions.length;
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
        from.requireOpen();
        NativeCalls.PROCESS.run(() -> slab.copy(from, this, length));
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
        if (lost) {
            throw new IllegalStateException(
                    "the key/value cache lost its contents when it could not be moved within its "
                            + "device's memory; read the text again with another cache");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            NativeCalls.PROCESS.free(() -> slab.remove(this));
        }
    }
}
