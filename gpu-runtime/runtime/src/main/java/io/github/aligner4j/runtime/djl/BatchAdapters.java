package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Which rows of a pass are read with which adapter, and how far each is moved along its correction vectors. Empty, and
 * without cost, as long as all are read by the base alone.
 */
final class BatchAdapters {

    private final LongList bounds = new LongList();
    private final List<String> adapters = new ArrayList<>();
    private final List<Double> strengths = new ArrayList<>();
    private boolean moved;

    /** Adds a segment's rows behind those of the segments before it; those of one adapter come one after another. */
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
            moved |= strength != 0;
        }
        bounds.setLast(strengths.size());
    }

    /** Returns for each group of rows its first and the row after its last. */
    long[] groups() {
        return plain() ? new long[0] : bounds.toArray();
    }

    /** Returns a coefficient for each row; none if all are 0. */
    double[] strengths() {
        return moved
                ? strengths.stream().mapToDouble(Double::doubleValue).toArray()
                : DoubleStream.empty().toArray();
    }

    /** Returns factors and vectors of each group in turn, to be closed after the pass; the tensors stay. */
    IValue tunings(DeviceAdapters tunings) {
        List<IValue> lists = new ArrayList<>();
        for (String adapter : adapters) {
            lists.add(tunings.factors(adapter));
            lists.add(tunings.vectors(adapter));
        }
        return IValue.listFrom(lists.toArray(IValue[]::new));
    }

    private boolean plain() {
        return !moved && adapters.equals(List.of(ModelVariant.BASE.adapter()));
    }
}
