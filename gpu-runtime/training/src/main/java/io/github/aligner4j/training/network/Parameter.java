// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import java.util.List;

/**
 * A parameter of a model or adapter.
 *
 * @param name its name in transformers or PEFT
 * @param shape its shape
 * @param trained true if it is trained, as opposed to frozen
 * @param decayed true if weight decay applies: to matrices, but not to norms and biases
 */
public record Parameter(String name, List<Long> shape, boolean trained, boolean decayed) {

    /** Copies the shape. */
    public Parameter {
        shape = List.copyOf(shape);
    }

    /** Returns the number of elements. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns its description in a file with elements of {@code type}. */
    public TensorInfo stored(StoredType type) {
        return new TensorInfo(name, type, shape);
    }
}
