// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.djl.ExecutionOptions;
import io.github.aligner4j.runtime.drafting.PassCost;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The device on which a checkpoint runs, and how.
 *
 * @param device {@code auto} (the first CUDA device if there is one, else the CPU), {@code cpu} or {@code cuda:N}
 * @param dtype type of weights and activations: {@code auto}, {@code float32}, {@code bfloat16}, {@code float16} or, for
 *     weights on a CPU only, {@code int8}, which takes half the memory of bfloat16 at some loss of quality. {@code auto} is
 *     the checkpoint's own type, except on a CPU: there float16 runs as float32, and so does bfloat16 where the processor has
 *     no fast instructions for it
 * @param threads number of threads that compute one operation on the CPU, at most 1024; 0 leaves the choice to PyTorch, up
 *     to the number of processors that the JVM sees. The process has one such setting: that of the checkpoint loaded last
 * @param batchInvariant true if speculative drafts and other requests of a batch never change a token. In half precision,
 *     passes of fewer than {@value #MIN_INVARIANT_TOKENS} tokens of a sequence use kernels that round differently, which
 *     changes a token now and then; this pads them, except for the last tokens before a limit. In float32 it is not needed
 * @param scheduling limits of the requests that share the device
 * @param passCost time of a forward pass by its number of tokens, which decides how much is drafted; null to measure it while
 *     loading, which takes up to a third of the time of loading
 */
public record RuntimeOptions(
        String device,
        String dtype,
        int threads,
        boolean batchInvariant,
        SchedulingOptions scheduling,
        @Nullable PassCost passCost) {

    /** Everything chosen to suit the machine and the checkpoint. */
    public static final RuntimeOptions DEFAULT =
            new RuntimeOptions("auto", "auto", 0, false, SchedulingOptions.DEFAULT);

    /** Number of tokens of a sequence from which all passes round alike. */
    static final int MIN_INVARIANT_TOKENS = 4;

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if the device, the type or the number of threads is not one of those listed above
     */
    public RuntimeOptions {
        new ExecutionOptions(device, dtype, threads);
        Objects.requireNonNull(scheduling, "scheduling");
    }

    /** Creates options that measure the cost of a pass while loading. */
    public RuntimeOptions(
            String device, String dtype, int threads, boolean batchInvariant, SchedulingOptions scheduling) {
        this(device, dtype, threads, batchInvariant, scheduling, null);
    }

    /** Returns a copy with another device: {@code auto}, {@code cpu} or {@code cuda:N}. */
    public RuntimeOptions withDevice(String device) {
        return new RuntimeOptions(device, dtype, threads, batchInvariant, scheduling, passCost);
    }

    /** Returns a copy with another number type, such as {@code bfloat16}. */
    public RuntimeOptions withDtype(String dtype) {
        return new RuntimeOptions(device, dtype, threads, batchInvariant, scheduling, passCost);
    }

    /** Returns a copy with another number of threads. */
    public RuntimeOptions withThreads(int threads) {
        return new RuntimeOptions(device, dtype, threads, batchInvariant, scheduling, passCost);
    }

    /** Returns a copy that is batch-invariant, or not. */
    public RuntimeOptions withBatchInvariant(boolean batchInvariant) {
        return new RuntimeOptions(device, dtype, threads, batchInvariant, scheduling, passCost);
    }

    /** Returns a copy with other limits of the requests that share the device. */
    public RuntimeOptions withScheduling(SchedulingOptions scheduling) {
        return new RuntimeOptions(device, dtype, threads, batchInvariant, scheduling, passCost);
    }

    /** Returns a copy with a fixed cost of passes, so that the same drafts are made after each start. */
    public RuntimeOptions withPassCost(PassCost passCost) {
        return new RuntimeOptions(
                device, dtype, threads, batchInvariant, scheduling, Objects.requireNonNull(passCost, "passCost"));
    }

    ExecutionOptions execution() {
        return new ExecutionOptions(device, dtype, threads);
    }

    /** Returns the minimum number of tokens of a sequence in a pass. */
    int minTokens() {
        return batchInvariant ? MIN_INVARIANT_TOKENS : 1;
    }
}
