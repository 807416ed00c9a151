package io.github.aligner4j.training.network;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import java.util.List;

/**
 * A tensor that is trained or kept as it is.
 *
 * @param name as transformers, or PEFT, stores it
 * @param trained whether training changes it
 * @param decayed whether weight decay applies: to matrices, but not to norms and biases
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

    /** Returns how it is stored with elements of {@code type}. */
    public TensorInfo stored(StoredType type) {
        return new TensorInfo(name, type, shape);
    }
}
