// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.util.Arrays;
import java.util.List;

/**
 * A weight as the program takes it: one or several stored tensors stacked along the first dimension.
 *
 * @param role role in the model
 * @param parts stored tensors, in order
 */
public record Weight(WeightRole role, List<Part> parts) {

    /**
     * A stored tensor.
     *
     * @param tensor name of the tensor
     * @param shape its shape
     * @param repeats number of times that its rows occur in the weight
     */
    public record Part(String tensor, List<Long> shape, int repeats) {

        /** Copies the shape. */
        public Part {
            shape = List.copyOf(shape);
        }
    }

    /** Copies the parts. */
    public Weight {
        parts = List.copyOf(parts);
    }

    static Weight of(WeightRole role, Part... parts) {
        return new Weight(role, List.of(parts));
    }

    static Part part(String tensor, long... shape) {
        return new Part(tensor, Arrays.stream(shape).boxed().toList(), 1);
    }
}
