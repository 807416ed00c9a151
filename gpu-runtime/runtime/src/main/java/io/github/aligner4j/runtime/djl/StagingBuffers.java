// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * Page-locked buffers through which weights are copied to a GPU: a device reads such memory several times as fast as the pages of
 * a file, which its driver has to copy first. Empty for a CPU, where weights stay views of their files or are copied once.
 *
 * @param tensors the buffers as the program takes them; empty for none
 */
record StagingBuffers(IValue tensors) implements AutoCloseable {

    /** Number of elements of a buffer; of two bytes each, two buffers take 64 MiB. */
    private static final long ELEMENTS = 16L << 20;

    /** Returns the buffers for the weights of an execution; none if the system does not let so much memory be locked. */
    static StagingBuffers of(Execution execution, TorchProgram program) {
        if (execution.device().equals("cpu")) {
            return none(program);
        }
        try {
            return of(program, ELEMENTS, true);
        } catch (EngineException e) {
            return none(program);
        }
    }

    static StagingBuffers none(TorchProgram program) {
        return new StagingBuffers(program.run("tensors", List.of()));
    }

    static StagingBuffers of(TorchProgram program, long elements, boolean locked) {
        return new StagingBuffers(program.run("staging", List.of(), IValue.from(elements), IValue.from(locked)));
    }

    @Override
    public void close() {
        tensors.close();
    }
}
