// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The device and the number type on which a checkpoint is to run.
 *
 * @param device {@code auto} (the first CUDA device if there is one, else the CPU), {@code cpu} or {@code cuda:N}
 * @param dtype {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}
 * @param threads number of threads of one operation on the CPU, 0 for PyTorch's choice, up to the number of processors that the JVM sees
 */
public record ExecutionOptions(String device, String dtype, int threads) {

    /** The number type of weights that are rounded to eight-bit integers. */
    static final String INT8 = "int8";

    private static final int MAX_THREADS = 1024;
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda:\\d{1,3}");
    private static final List<String> DTYPES = List.of("auto", "float32", "bfloat16", "float16", INT8);

    /**
     * Checks the choices.
     *
     * @throws IllegalArgumentException if one is not among those listed above
     */
    public ExecutionOptions {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "unknown device '" + device + "': choose auto, cpu or cuda:N, as cuda:0");
        }
        if (!DTYPES.contains(dtype)) {
            throw new IllegalArgumentException(
                    "unknown dtype '" + dtype + "': choose one of " + String.join(", ", DTYPES));
        }
        if (threads < 0 || threads > MAX_THREADS) {
            throw new IllegalArgumentException(
                    "bad number of threads " + threads + ": choose 1 to " + MAX_THREADS + ", or 0 for all cores");
        }
    }
}
