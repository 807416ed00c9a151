// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * A model that times its forward passes.
 *
 * <p>Only passes over one sequence whose tokens are all scored count, as those over drafts are. The shortest time of each number of
 * tokens counts, since other work on the machine only ever lengthens a pass.
 */
final class TimedLanguageModel implements CausalLanguageModel {

    private final CausalLanguageModel model;
    private final PassCost usual;
    private final LongSupplier nanoTime;
    private final NavigableMap<Integer, Long> shortest = new TreeMap<>();
    private PassCost cost;

    TimedLanguageModel(CausalLanguageModel model, PassCost usual) {
        this(model, usual, System::nanoTime);
    }

    TimedLanguageModel(CausalLanguageModel model, PassCost usual, LongSupplier nanoTime) {
        this.model = model;
        this.usual = usual;
        this.nanoTime = nanoTime;
        this.cost = usual;
    }

    /** Returns the cost of passes as measured so far, the usual one before a pass over one token. */
    PassCost cost() {
        return cost;
    }

    @Override
    public List<Scores> forward(List<Segment> segments) {
        long start = nanoTime.getAsLong();
        List<Scores> scores = model.forward(segments);
        long nanos = Math.max(1, nanoTime.getAsLong() - start);
        Segment first = segments.get(0);
        if (segments.size() == 1 && first.scored() == first.size()) {
            add(first.size(), nanos);
        }
        return scores;
    }

    private void add(int tokens, long nanos) {
        if (nanos >= shortest.getOrDefault(tokens, Long.MAX_VALUE)) {
            return;
        }
        shortest.put(tokens, nanos);
        if (shortest.containsKey(1)) {
            cost = PassCost.measured(shortest, usual);
        }
    }

    @Override
    public int vocabularySize() {
        return model.vocabularySize();
    }

    @Override
    public int contextTokens() {
        return model.contextTokens();
    }

    @Override
    public long cacheBytesPerToken() {
        return model.cacheBytesPerToken();
    }

    @Override
    public KeyValueCache newCache(int capacity, ModelVariant variant) {
        return model.newCache(capacity, variant);
    }

    @Override
    public void close() {
        model.close();
    }
}
