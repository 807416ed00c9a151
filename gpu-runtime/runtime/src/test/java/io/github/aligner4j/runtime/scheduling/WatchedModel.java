// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A scripted model that remembers who read how much in each pass, and fails where a test says so. */
final class WatchedModel implements CausalLanguageModel {

    private final ScriptedCausalLanguageModel model;
    private final List<List<Integer>> passes = new ArrayList<>();
    private Consumer<List<Segment>> beforePass = segments -> {};
    private BiFunction<Segment, Scores, Scores> scores = (segment, said) -> said;
    private Runnable beforeCache = () -> {};

    WatchedModel(String script, int contextTokens) {
        this.model = new ScriptedCausalLanguageModel(script, contextTokens);
    }

    /** Rows of each segment of each pass so far. */
    List<List<Integer>> passes() {
        return passes;
    }

    List<Integer> lastPass() {
        return passes.get(passes.size() - 1);
    }

    int rowsRead() {
        return passes.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum();
    }

    int openCaches() {
        return model.openCaches();
    }

    void beforePass(Consumer<List<Segment>> action) {
        beforePass = action;
    }

    void beforeCache(Runnable action) {
        beforeCache = action;
    }

    void changeScores(BiFunction<Segment, Scores, Scores> change) {
        scores = change;
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
        beforeCache.run();
        return model.newCache(capacity, variant);
    }

    @Override
    public List<Scores> forward(List<Segment> segments) {
        beforePass.accept(segments);
        passes.add(segments.stream().map(Segment::size).toList());
        List<Scores> said = model.forward(segments);
        return IntStream.range(0, said.size())
                .mapToObj(i -> scores.apply(segments.get(i), said.get(i)))
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
