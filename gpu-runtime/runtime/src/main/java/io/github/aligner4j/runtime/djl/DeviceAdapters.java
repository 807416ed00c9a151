// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.model.ModelVariant;
import io.github.aligner4j.runtime.model.ModelVariants;
import java.util.HashMap;
import java.util.Map;

/**
 * The adapters of a model on its device: for each name a list of low-rank factors and a list of steering vectors, empty if it
 * has none. Owns native memory until closed.
 *
 * <p>Factors are, for each layer and each of its four matrices in turn, down, shape [rank, in], and up times scale, shape [out,
 * rank], in the type of activations. Parts of one matrix, such as queries, keys and values, are blocks of its up. Vectors are one
 * for each layer, float32, shape [hidden]. A matrix or layer that stays as it is has a tensor without elements.
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

    /** Checks that the model has a variant. */
    void require(ModelVariant variant) {
        variants.require(variant);
    }

    /** Returns the low-rank factors of an adapter. */
    IValue factors(String adapter) {
        return of(factors, adapter);
    }

    /** Returns the steering vectors of an adapter. */
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
