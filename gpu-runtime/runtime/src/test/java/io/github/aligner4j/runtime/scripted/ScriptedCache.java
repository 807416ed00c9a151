// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scripted;

import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A cache that holds the tokens themselves. */
final class ScriptedCache implements KeyValueCache {

    private final ModelVariant variant;
    private final Runnable onClose;
    private final List<Integer> read = new ArrayList<>();
    private int capacity;

    ScriptedCache(int capacity, ModelVariant variant, Runnable onClose) {
        this.capacity = capacity;
        this.variant = variant;
        this.onClose = onClose;
    }

    List<Integer> tokens() {
        return List.copyOf(read);
    }

    void append(int[] tokenIds) {
        for (int id : tokenIds) {
            read.add(id);
        }
        if (read.size() > capacity) {
            throw new IllegalStateException("cache of " + capacity + " tokens has " + read.size());
        }
    }

    @Override
    public int length() {
        return read.size();
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
        this.capacity = Math.max(this.capacity, capacity);
    }

    @Override
    public void truncate(int length) {
        read.subList(length, read.size()).clear();
    }

    @Override
    public void keep(int length, int[] rows) {
        List<Integer> kept = Arrays.stream(rows).mapToObj(read::get).toList();
        truncate(length);
        read.addAll(kept);
    }

    @Override
    public void copyPrefix(KeyValueCache source, int length) {
        if (!read.isEmpty()) {
            throw new IllegalStateException("the cache is not empty");
        }
        read.addAll(((ScriptedCache) source).read.subList(0, length));
    }

    @Override
    public void close() {
        onClose.run();
    }
}
