// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenRow;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Loads golden checkpoints and compares with their reference outputs. */
final class GoldenModels {

    private GoldenModels() {}

    static TorchCausalLanguageModel load(Path folder, String dtype) {
        return TorchEngine.load(CheckpointDirectory.open(folder), new ExecutionOptions("cpu", dtype, 1));
    }

    static int[] ids(GoldenRow row) {
        return row.inputIds().stream().mapToInt(Integer::intValue).toArray();
    }

    /** Returns the logits after {@code ids}, read in passes of the given lengths and one of the rest. */
    static float[] logits(TorchCausalLanguageModel model, int[] ids, int... passes) {
        return logits(model, ModelVariant.BASE, ids, passes);
    }

    static float[] logits(TorchCausalLanguageModel model, ModelVariant variant, int[] ids, int... passes) {
        try (KeyValueCache cache = model.newCache(ids.length, variant)) {
            for (int tokens : passes) {
                next(model, Arrays.copyOfRange(ids, cache.length(), cache.length() + tokens), cache);
            }
            return next(model, Arrays.copyOfRange(ids, cache.length(), ids.length), cache);
        }
    }

    /** Returns the tokens of plain greedy decoding, as many as {@code count}. */
    static List<Integer> greedy(TorchCausalLanguageModel model, int[] ids, int count) {
        return greedy(model, ModelVariant.BASE, ids, count);
    }

    static List<Integer> greedy(TorchCausalLanguageModel model, ModelVariant variant, int[] ids, int count) {
        List<Integer> tokens = new ArrayList<>();
        try (KeyValueCache cache = model.newCache(ids.length + count, variant)) {
            tokens.add(greedyNext(model, ids, cache));
            while (tokens.size() < count) {
                tokens.add(greedyNext(model, new int[] {tokens.get(tokens.size() - 1)}, cache));
            }
        }
        return tokens;
    }

    /** Reads {@code ids} and returns the logits of the token after the last. */
    static float[] next(TorchCausalLanguageModel model, int[] ids, KeyValueCache cache) {
        return model.forward(List.of(Segment.chain(ids, 1, true, cache))).get(0).logits(0);
    }

    /** Reads {@code ids} and returns the most likely token after the last. */
    static int greedyNext(TorchCausalLanguageModel model, int[] ids, KeyValueCache cache) {
        return model.forward(List.of(Segment.chain(ids, 1, false, cache)))
                .get(0)
                .greedy(0);
    }

    /** Returns the largest difference, relative to the largest expected logit. */
    static double worst(float[] logits, List<Float> expected) {
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < logits.length; i++) {
            worst = Math.max(worst, Math.abs(logits[i] - expected.get(i)));
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return worst / largest;
    }

    /** Returns the length of the difference, relative to that of the expected logits. */
    static double relative(float[] logits, List<Float> expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < logits.length; i++) {
            difference += Math.pow(logits[i] - expected.get(i), 2);
            length += Math.pow(expected.get(i), 2);
        }
        return Math.sqrt(difference / length);
    }
}
