// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.util.List;
import java.util.Locale;

/**
 * Device, number type and memory format of a program.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param precision type of activations, and of weights if they are not integers
 * @param format memory format of matrices; prepacking makes linear layers on the CPU up to three times as fast, but not
 *     every processor and type has it
 * @param oneSlab true if keys and values of all sequences are in one slab, so that sequences share calls of attention
 */
record Execution(String device, Precision precision, MatrixFormat format, boolean oneSlab) {

    private static final String CPU = "cpu";

    /**
     * Creates an execution with one slab on a GPU only, where each call costs a launch. On a CPU, gathering keys and values costs
     * more than the calls that it saves.
     */
    Execution(String device, Precision precision, MatrixFormat format) {
        this(device, precision, format, !device.equals(CPU));
    }

    /** Returns the executions to try, best first; the last one works wherever the device does. */
    static List<Execution> candidates(String device, ExecutionOptions options, StoredType stored) {
        if (options.dtype().equals(ExecutionOptions.INT8)) {
            return List.of(integers(device));
        }
        if (!options.dtype().equals("auto")) {
            return both(device, Precision.valueOf(options.dtype().toUpperCase(Locale.ROOT)));
        }
        Precision own = Precision.of(stored);
        if (!device.equals(CPU) || own == Precision.FLOAT32) {
            return both(device, own);
        }
        Execution fast = new Execution(CPU, Precision.FLOAT32, MatrixFormat.PREPACKED);
        Execution plain = new Execution(CPU, Precision.FLOAT32, MatrixFormat.PLAIN);
        // float16 has no fast matrix products on common CPUs; bfloat16 has, where its prepacking works.
        return own == Precision.FLOAT16
                ? List.of(fast, plain)
                : List.of(new Execution(CPU, Precision.BFLOAT16, MatrixFormat.PREPACKED), fast, plain);
    }

    /**
     * Returns the type of keys, values and attention. On a CPU it is always float32, where libtorch's attention in half
     * precision reads half the bytes, but is slower by far for few tokens and no faster for many.
     */
    Precision cachePrecision() {
        return device.equals(CPU) ? Precision.FLOAT32 : precision;
    }

    /** Returns whether it runs on a GPU in a type of two bytes. */
    boolean isCudaHalf() {
        return !device.equals(CPU) && precision != Precision.FLOAT32;
    }

    private static List<Execution> both(String device, Precision precision) {
        Execution plain = new Execution(device, precision, MatrixFormat.PLAIN);
        return device.equals(CPU)
                ? List.of(new Execution(device, precision, MatrixFormat.PREPACKED), plain)
                : List.of(plain);
    }

    private static Execution integers(String device) {
        if (!device.equals(CPU)) {
            throw new IllegalArgumentException("dtype int8 runs on a CPU only, not on " + device
                    + ": choose device cpu, or dtype auto, bfloat16 or float16");
        }
        return new Execution(CPU, Precision.BFLOAT16, MatrixFormat.INT8);
    }

    /** Returns whether all matrices are copied, so that none stays a view of its file. */
    boolean copies() {
        return format != MatrixFormat.PLAIN || !device.equals(CPU);
    }

    /** Returns the name of the number type in options: {@code float32}, {@code bfloat16}, {@code float16} or {@code int8}. */
    String dtype() {
        return format == MatrixFormat.INT8
                ? ExecutionOptions.INT8
                : precision.name().toLowerCase(Locale.ROOT);
    }
}
