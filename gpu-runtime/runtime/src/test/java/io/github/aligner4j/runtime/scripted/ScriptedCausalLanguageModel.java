package io.github.aligner4j.runtime.scripted;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says the script after the first {@code >} that it reads, byte by byte, then ends the sequence. Counts what it is asked.
 */
public final class ScriptedCausalLanguageModel implements CausalLanguageModel {

    private static final int MARK = '>';

    private final byte[] script;
    private final int contextTokens;
    private final List<Integer> passes = new CopyOnWriteArrayList<>();
    private final AtomicInteger openCaches = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Runnable beforePass = () -> {};

    /** Creates a model that says {@code script}. */
    public ScriptedCausalLanguageModel(String script, int contextTokens) {
        this.script = script.getBytes(StandardCharsets.UTF_8);
        this.contextTokens = contextTokens;
    }

    /** Runs {@code action} on the device's thread before each forward pass. */
    public ScriptedCausalLanguageModel beforePass(Runnable action) {
        this.beforePass = action;
        return this;
    }

    /** Number of tokens of each forward pass so far. */
    public List<Integer> passes() {
        return passes;
    }

    /** Number of caches that were not closed. */
    public int openCaches() {
        return openCaches.get();
    }

    /** Whether this was closed. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public int vocabularySize() {
        return 258;
    }

    @Override
    public int contextTokens() {
        return contextTokens;
    }

    @Override
    public KeyValueCache newCache(int capacity) {
        return new ScriptedCache(capacity);
    }

    @Override
    public float[] logits(int[] tokenIds, KeyValueCache cache) {
        float[] logits = new float[vocabularySize()];
        logits[greedy(tokenIds, cache)] = 10;
        return logits;
    }

    @Override
    public int greedy(int[] tokenIds, KeyValueCache cache) {
        beforePass.run();
        passes.add(tokenIds.length);
        List<Integer> read = ((ScriptedCache) cache).append(tokenIds);
        int said = read.size() - read.indexOf(MARK) - 1;
        return said < script.length ? Byte.toUnsignedInt(script[said]) : ByteTokenizer.END;
    }

    @Override
    public void close() {
        closed.set(true);
    }

    private final class ScriptedCache implements KeyValueCache {

        private final int capacity;
        private final List<Integer> read = new ArrayList<>();

        ScriptedCache(int capacity) {
            this.capacity = capacity;
            openCaches.incrementAndGet();
        }

        List<Integer> append(int[] tokenIds) {
            for (int id : tokenIds) {
                read.add(id);
            }
            if (read.size() > capacity) {
                throw new IllegalStateException("cache of " + capacity + " tokens has " + read.size());
            }
            return read;
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
        public void truncate(int length) {
            read.subList(length, read.size()).clear();
        }

        @Override
        public void close() {
            openCaches.decrementAndGet();
        }
    }
}
