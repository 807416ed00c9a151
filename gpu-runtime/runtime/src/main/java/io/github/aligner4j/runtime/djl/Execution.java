package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.util.List;
import java.util.Locale;

/**
 * A way to run a program.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param prepacked whether matrices are laid out anew for oneDNN, which makes linear layers on the CPU up to three times as
 *     fast, but not every processor and type has it
 */
record Execution(String device, Precision precision, boolean prepacked) {

    private static final String CPU = "cpu";

    /** Returns the ways to try, best first; the last one works wherever the device does. */
    static List<Execution> candidates(String device, RuntimeOptions options, StoredType stored) {
        if (!options.dtype().equals("auto")) {
            return both(device, Precision.valueOf(options.dtype().toUpperCase(Locale.ROOT)));
        }
        Precision own = Precision.of(stored);
        if (!device.equals(CPU) || own == Precision.FLOAT32) {
            return both(device, own);
        }
        Execution fast = new Execution(CPU, Precision.FLOAT32, true);
        Execution plain = new Execution(CPU, Precision.FLOAT32, false);
        // float16 has no fast matrix products on common CPUs; bfloat16 has, where its prepacking works.
        return own == Precision.FLOAT16
                ? List.of(fast, plain)
                : List.of(new Execution(CPU, Precision.BFLOAT16, true), fast, plain);
    }

    /**
     * Type of keys, values and attention. On a CPU it is float32 always: there libtorch's attention in half precision reads
     * half the bytes and is slower by far for few rows, and no faster for many.
     */
    Precision cachePrecision() {
        return device.equals(CPU) ? Precision.FLOAT32 : precision;
    }

    private static List<Execution> both(String device, Precision precision) {
        Execution plain = new Execution(device, precision, false);
        return device.equals(CPU) ? List.of(new Execution(device, precision, true), plain) : List.of(plain);
    }
}
