// SPDX-License-Identifier: Apache-2.0
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

    /** The adapter whose factors act on a group of tokens, and the one whose vectors do. */
    private record Group(String factors, String vectors) {}

    private final LongList bounds = new LongList();
    private final List<Group> groups = new ArrayList<>();
    private final List<Double> strengths = new ArrayList<>();
    private boolean steered;

    /** Adds the tokens of a segment behind those before it; the fewer changes of adapters, the fewer products. */
    void add(Segment segment, int[] positions) {
        ModelVariant variant = segment.cache().variant();
        for (int position : positions) {
            begin(variant.adapterAt(position), variant.adapter());
            double strength = variant.strengthAt(position);
            strengths.add(strength);
            steered |= strength != 0;
            bounds.setLast(strengths.size());
        }
    }

    /** Begins a group unless the last one has the same adapters. */
    private void begin(String factors, String vectors) {
        Group group = new Group(factors, vectors);
        if (groups.isEmpty() || !groups.get(groups.size() - 1).equals(group)) {
            groups.add(group);
            bounds.add(strengths.size());
            bounds.add(strengths.size());
        }
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
        for (Group group : groups) {
            lists.add(weights.factors(group.factors()));
            lists.add(weights.vectors(group.vectors()));
        }
        return IValue.listFrom(lists.toArray(IValue[]::new));
    }

    private boolean plain() {
        return !steered && groups.stream().allMatch(group -> group.factors().equals(ModelVariant.BASE.adapter()));
    }
}
