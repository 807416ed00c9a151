// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import java.lang.ref.Cleaner;
import java.util.List;

/**
 * The logits of a pass, on the device. A row is copied from there only when it is read, which in greedy decoding hardly ever
 * happens: the most likely tokens are enough. Owns native memory until each of its readers has closed it; what they forget is
 * freed some time after they are garbage.
 */
final class PassLogits {

    private static final Cleaner CLEANER = Cleaner.create();

    private final TorchProgram program;
    private final IValue logits;
    private final Cleaner.Cleanable cleanable;
    private int readers;

    /**
     * Takes over the logits of a pass.
     *
     * @param logits shape [scored tokens, vocabulary size]
     * @param readers number of times that {@link #close} will be called
     */
    PassLogits(TorchProgram program, IValue logits, int readers) {
        this.program = program;
        this.logits = logits;
        this.readers = readers;
        this.cleanable = CLEANER.register(this, () -> NativeCalls.PROCESS.free(logits::close));
    }

    /** Returns the logits behind a scored token of the pass. */
    float[] row(int row) {
        if (readers == 0) {
            throw new IllegalStateException("the scores of a pass can't be read after they were closed");
        }
        return NativeCalls.PROCESS.call(
                () -> program.floats("picked", List.of(logits), IValue.from((long) row), IValue.from(row + 1L)));
    }

    /** Frees the memory if this was the last reader. */
    void close() {
        if (readers > 0 && --readers == 0) {
            cleanable.clean();
        }
    }
}
