// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Memory for keys and values: for each layer one tensor of shape [2, key/value heads, rows, head size], of which each cache has
 * a range of rows. A slab of one cache has exactly its rows; one that caches share grows by a quarter more than they
 * need, closes gaps before it grows, and frees all when the last cache is closed.
 *
 * <p>Owns native memory until closed.
 */
final class KeyValueSlab implements AutoCloseable {

    private final TorchProgram program;
    private final boolean shared;
    private final IValue tensors;
    private final List<TorchKeyValueCache> caches = new ArrayList<>();
    private int rows;

    KeyValueSlab(TorchProgram program, boolean shared) {
        this.program = program;
        this.shared = shared;
        this.tensors = program.run("cache", List.of(), IValue.from(0L));
    }

    /** Returns keys and values of each layer. */
    IValue tensors() {
        return tensors;
    }

    /** Returns whether several caches can be here. */
    boolean shared() {
        return shared;
    }

    /** Returns the number of rows. */
    int rows() {
        return rows;
    }

    /** Gives {@code cache} its rows. */
    void add(TorchKeyValueCache cache) {
        cache.moveTo(place(cache.capacity()));
        insert(cache);
    }

    /** Gives {@code cache} more rows; its contents may move. */
    void reserve(TorchKeyValueCache cache, int capacity) {
        if (!fits(cache, capacity)) {
            int place = place(capacity);
            move(cache, place);
            caches.sort(Comparator.comparingInt(TorchKeyValueCache::offset));
        }
    }

    /** Copies the first rows of one cache, which may be in another slab, into one that is here. */
    void copy(TorchKeyValueCache source, TorchKeyValueCache cache, int length) {
        copy(source.slab(), source.offset(), cache.offset(), length);
    }

    /** Takes back the rows of {@code cache}. */
    void remove(TorchKeyValueCache cache) {
        caches.remove(cache);
        if (!shared) {
            close();
        } else if (caches.isEmpty() && rows > 0) {
            resize(0, 0);
        }
    }

    /** Returns whether {@code cache} has room behind it, for which a slab's end may move. */
    private boolean fits(TorchKeyValueCache cache, int capacity) {
        int next = caches.indexOf(cache) + 1;
        int end = cache.offset() + capacity;
        if (next < caches.size()) {
            return end <= caches.get(next).offset();
        }
        if (end > rows && caches.size() > 1) {
            return false;
        }
        growTo(end);
        return true;
    }

    private int place(int capacity) {
        int end = 0;
        for (TorchKeyValueCache cache : caches) {
            if (cache.offset() - end >= capacity) {
                return end;
            }
            end = cache.offset() + cache.capacity();
        }
        if (rows - end < capacity) {
            end = closeGaps();
            growTo(end + capacity);
        }
        return end;
    }

    private int closeGaps() {
        int end = 0;
        for (TorchKeyValueCache cache : caches) {
            if (cache.offset() > end) {
                move(cache, end);
            }
            end += cache.capacity();
        }
        return end;
    }

    private void move(TorchKeyValueCache cache, int offset) {
        try {
            copy(this, cache.offset(), offset, cache.length());
        } catch (RuntimeException e) {
            // Some layers may have moved, others not.
            cache.lose();
            throw e;
        }
        cache.moveTo(offset);
    }

    private void growTo(int needed) {
        if (needed > rows) {
            resize(rows, shared ? needed + needed / 4 : needed);
        }
    }

    private void resize(int kept, int rows) {
        program.call("resize", List.of(tensors), IValue.from((long) kept), IValue.from((long) rows));
        this.rows = rows;
    }

    private void copy(KeyValueSlab source, int from, int to, int length) {
        program.call(
                "copy_rows",
                List.of(tensors, source.tensors),
                IValue.from((long) to),
                IValue.from((long) from),
                IValue.from((long) length),
                IValue.from(source == this && Math.abs(to - from) < length));
    }

    private void insert(TorchKeyValueCache cache) {
        caches.add(cache);
        caches.sort(Comparator.comparingInt(TorchKeyValueCache::offset));
    }

    @Override
    public void close() {
        tensors.close();
    }
}
