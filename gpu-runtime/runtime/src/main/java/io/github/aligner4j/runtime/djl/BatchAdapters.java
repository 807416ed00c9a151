package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The adapter and the steering strength of each token of a pass. Empty, and without cost, if all tokens are read by the
 * base alone.
 */
final class BatchAdapters {

    private final LongList bounds = new LongList();
    private final List<String> adapters = new ArrayList<>();
    private final List<Double> strengths = new ArrayList<>();
    private boolean steered;

    /** Adds the tokens of a segment behind those before it; the segments of one adapter must follow one another. */
    void add(Segment segment, int[] positions) {
        ModelVariant variant = segment.cache().variant();
        String last = adapters.isEmpty() ? null : adapters.get(adapters.size() - 1);
        if (!variant.adapter().equals(last)) {
            adapters.add(variant.adapter());
            bounds.add(strengths.size());
            bounds.add(strengths.size());
        }
        for (int position : positions) {
            double strength = variant.strengthAt(position);
            strengths.add(strength);
            steered |= strength != 0;
        }
        bounds.setLast(strengths.size());
    }

    /** Returns the first token and the end (exclusive) of each group of tokens with one adapter. */
    long[] groups() {
        return plain() ? new long[0] : bounds.toArray();
    }

    /** Returns the strength of each token; empty if all are 0. */
    double[] strengths() {
        return steered
                ? strengths.stream().mapToDouble(Double::doubleValue).toArray()
                : DoubleStream.empty().toArray();
    }

    /** Returns factors and vectors of each group in turn, to close after the pass; the tensors stay. */
    IValue weights(DeviceAdapters weights) {
        List<IValue> lists = new ArrayList<>();
        for (String adapter : adapters) {
            lists.add(weights.factors(adapter));
            lists.add(weights.vectors(adapter));
        }
        return IValue.listFrom(lists.toArray(IValue[]::new));
    }

    private boolean plain() {
        return !steered && adapters.equals(List.of(ModelVariant.BASE.adapter()));
    }
}
