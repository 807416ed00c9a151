package io.github.aligner4j.runtime;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Where and how a checkpoint runs.
 *
 * @param device {@code auto} (the first CUDA device if there is one, else the CPU), {@code cpu} or {@code cuda:N}
 * @param dtype the type of weights and activations: {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or, for
 *     weights on a CPU alone, {@code int8}, which halves the memory of bfloat16 at some loss of quality.
 *     {@code auto} is the checkpoint's own type, except on a CPU: there float16 runs as float32, and bfloat16 too where the
 *     processor has no fast instructions for it
 * @param threads threads that compute one operation on the CPU, at most {@value #MOST_THREADS}; 0 leaves the choice to
 *     PyTorch (all cores). One process has one such setting: the checkpoint loaded last decides
 * @param exact whether each forward pass reads at least {@value #EXACT_ROWS} tokens of a sequence, guesses if there are no
 *     others. In bfloat16 fewer tokens go through other kernels, which round differently, so that drafts and company can change
 *     a token now and then; with this they can't, but for the last tokens before a limit. In float32 it is not needed
 */
public record RuntimeOptions(String device, String dtype, int threads, boolean exact) {

    /** Passes of that many tokens of a sequence, or more, round alike. */
    public static final int EXACT_ROWS = 4;

    /** The number type of weights that are rounded to eight-bit integers. */
    public static final String INT8 = "int8";

    private static final int MOST_THREADS = 1024;
    private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda:\\d{1,3}");
    private static final List<String> DTYPES = List.of("auto", "float32", "bfloat16", "float16", INT8);

    /**
     * Checks the choices.
     *
     * @throws IllegalArgumentException if one is not among those listed above
     */
    public RuntimeOptions {
        if (!DEVICE.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "unknown device '" + device + "': choose auto, cpu or cuda:N, as cuda:0");
        }
        if (!DTYPES.contains(dtype)) {
            throw new IllegalArgumentException(
                    "unknown dtype '" + dtype + "': choose one of " + String.join(", ", DTYPES));
        }
        if (threads < 0 || threads > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "bad number of threads " + threads + ": choose 1 to " + MOST_THREADS + ", or 0 for all cores");
        }
    }

    /** Choices that leave speed before exactness. */
    public RuntimeOptions(String device, String dtype, int threads) {
        this(device, dtype, threads, false);
    }

    /** Returns a copy that is exact, or not. */
    public RuntimeOptions withExact(boolean exact) {
        return new RuntimeOptions(device, dtype, threads, exact);
    }

    /** Returns {@code auto} for everything. */
    public static RuntimeOptions defaults() {
        return new RuntimeOptions("auto", "auto", 0);
    }
}
