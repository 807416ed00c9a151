// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scripted;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
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
    public long cacheBytesPerToken() {
        return 1;
    }

    @Override
    public KeyValueCache newCache(int capacity, ModelVariant variant) {
        openCaches.incrementAndGet();
        return new ScriptedCache(capacity, variant, openCaches::decrementAndGet);
    }

    @Override
    public List<Scores> forward(List<Segment> segments) {
        beforePass.run();
        passes.add(segments.stream().mapToInt(Segment::size).sum());
        return segments.stream().map(this::read).toList();
    }

    private Scores read(Segment segment) {
        ScriptedCache cache = (ScriptedCache) segment.cache();
        List<Integer> before = cache.tokens();
        int rows = segment.size();
        int[] next = new int[segment.scored()];
        for (int row = rows - next.length; row < rows; row++) {
            next[row - rows + next.length] = after(before, segment, row);
        }
        cache.append(segment.tokenIds());
        return new Said(next);
    }

    private int after(List<Integer> before, Segment segment, int row) {
        ArrayDeque<Integer> path = new ArrayDeque<>();
        for (int node = row; node >= 0; node = segment.parents()[node]) {
            path.addFirst(segment.tokenIds()[node]);
        }
        List<Integer> read = new ArrayList<>(before);
        read.addAll(path);
        int said = read.size() - read.indexOf(MARK) - 1;
        return said < script.length ? Byte.toUnsignedInt(script[said]) : ByteTokenizer.END;
    }

    private final class Said implements Scores {

        private final int[] tokens;

        Said(int[] tokens) {
            this.tokens = tokens;
        }

        @Override
        public int rows() {
            return tokens.length;
        }

        @Override
        public int greedy(int row) {
            return tokens[row];
        }

        @Override
        public float[] logits(int row) {
            float[] logits = new float[vocabularySize()];
            logits[tokens[row]] = 10;
            return logits;
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
