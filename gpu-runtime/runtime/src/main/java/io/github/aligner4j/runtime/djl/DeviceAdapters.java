package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.ModelVariants;
import java.util.HashMap;
import java.util.Map;

/**
 * What variants lay over a model's weights, on its device: for each adapter two lists of tensors, empty if it has none.
 *
 * <p>Factors are for each layer and each of its four matrices in turn: down, shape [rank, in], and up times scale, shape [out,
 * rank]. Parts of one matrix, such as queries, keys and values, are blocks of its up. Vectors are one for each layer, float32,
 * shape [hidden]. What is left alone is a tensor without elements.
 */
final class DeviceAdapters implements AutoCloseable {

    private final ModelVariants variants;
    private final Map<String, IValue> factors;
    private final Map<String, IValue> vectors;

    DeviceAdapters(ModelVariants variants, Map<String, IValue> factors, Map<String, IValue> vectors) {
        this.variants = variants;
        this.factors = new HashMap<>(factors);
        this.vectors = new HashMap<>(vectors);
    }

    /** Checks that there is such a variant. */
    void require(ModelVariant variant) {
        variants.require(variant);
    }

    /** Returns what adds to the matrices. */
    IValue factors(String adapter) {
        return of(factors, adapter);
    }

    /** Returns what is added to activations. */
    IValue vectors(String adapter) {
        return of(vectors, adapter);
    }

    private static IValue of(Map<String, IValue> values, String adapter) {
        IValue value = values.get(adapter);
        if (value == null) {
            throw new IllegalArgumentException("there is no adapter '" + adapter + "'");
        }
        return value;
    }

    @Override
    public void close() {
        factors.values().forEach(IValue::close);
        vectors.values().forEach(IValue::close);
    }
}
