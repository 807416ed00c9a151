// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scripted;

import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;
import java.util.List;

/** A model whose next token depends on the last one alone, with probabilities that are known. */
public final class MarkovModel implements CausalLanguageModel {

    private final double[][] probabilities;

    /**
     * Creates a model.
     *
     * @param probabilities for each token those of its successors
     */
    public MarkovModel(double[][] probabilities) {
        this.probabilities = probabilities.clone();
    }

    @Override
    public int vocabularySize() {
        return probabilities.length;
    }

    @Override
    public int contextTokens() {
        return 1024;
    }

    @Override
    public long cacheBytesPerToken() {
        return 1;
    }

    @Override
    public KeyValueCache newCache(int capacity, ModelVariant variant) {
        return new ScriptedCache(capacity, variant, () -> {});
    }

    @Override
    public List<Scores> forward(List<Segment> segments) {
        return segments.stream().map(this::read).toList();
    }

    private Scores read(Segment segment) {
        ((ScriptedCache) segment.cache()).append(segment.tokenIds());
        int first = segment.size() - segment.scored();
        return new Scores() {
            @Override
            public int rows() {
                return segment.scored();
            }

            @Override
            public int greedy(int row) {
                throw new UnsupportedOperationException();
            }

            @Override
            public float[] logits(int row) {
                double[] next = probabilities[segment.tokenIds()[first + row]];
                float[] logits = new float[next.length];
                for (int id = 0; id < logits.length; id++) {
                    logits[id] = (float) Math.log(next[id]);
                }
                return logits;
            }
        };
    }

    @Override
    public void close() {}
}
