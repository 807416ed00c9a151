// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import io.github.aligner4j.runtime.djl.OperationTrace;
import io.github.aligner4j.runtime.djl.TorchCausalLanguageModel;
import io.github.aligner4j.runtime.model.KeyValueCache;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Forward passes of some sequences with some tokens each, behind a prefix: how many operations the program calls, how many of
 * them launch a kernel on a GPU, and how long a pass takes. A pass ends when its result is on the host, so nothing of it is
 * still running on the device when its time is taken.
 */
final class PassMeasure {

    private static final int PREFIX = 200;
    private static final int ROUNDS = 11;
    private static final int WARM_UP = 3;

    private final TorchCausalLanguageModel model;

    PassMeasure(TorchCausalLanguageModel model) {
        this.model = model;
    }

    /** Returns the measurements of passes of {@code sequences} with {@code tokens} tokens each. */
    Map<String, Object> pass(int sequences, int tokens) {
        List<KeyValueCache> caches = new ArrayList<>();
        try {
            for (int i = 0; i < sequences; i++) {
                caches.add(model.newCache(PREFIX + (ROUNDS + WARM_UP + 1) * tokens, ModelVariant.BASE));
            }
            caches.forEach(cache -> model.forward(List.of(segment(cache, PREFIX))));
            List<Double> millis = new ArrayList<>();
            for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                long begun = System.nanoTime();
                model.forward(segments(caches, tokens));
                if (round >= WARM_UP) {
                    millis.add((System.nanoTime() - begun) / 1e6);
                }
            }
            OperationTrace trace = OperationTrace.of(() -> model.forward(segments(caches, tokens)));
            return report(sequences, tokens, trace, millis);
        } finally {
            caches.forEach(KeyValueCache::close);
        }
    }

    private Map<String, Object> report(int sequences, int tokens, OperationTrace trace, List<Double> millis) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("sequences", sequences);
        report.put("tokens", tokens);
        report.put("operations", trace.calls().size());
        report.put("launches", trace.launches());
        report.put("launchesPerLayer", (double) trace.launches("layer") / model.layers());
        report.put("launchesPerToken", (double) trace.launches() / (sequences * tokens));
        report.put("millis", millis.stream().sorted().toList().get(millis.size() / 2));
        report.put("minMillis", millis.stream().min(Double::compare).orElse(Double.NaN));
        return report;
    }

    private static List<Segment> segments(List<KeyValueCache> caches, int tokens) {
        return caches.stream().map(cache -> segment(cache, tokens)).toList();
    }

    private static Segment segment(KeyValueCache cache, int tokens) {
        return Segment.chain(IntStream.range(300, 300 + tokens).toArray(), 1, false, cache);
    }
}
