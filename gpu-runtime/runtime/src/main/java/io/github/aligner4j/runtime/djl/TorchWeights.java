// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.util.List;

/**
 * The weights of a model on its device. Owns native memory until closed.
 *
 * @param base the model's own weights, in the order of {@link DecoderSource}
 * @param adapters adapters that requests can choose
 * @param fallbacks matrices whose product is not that of the execution
 */
record TorchWeights(IValue base, DeviceAdapters adapters, List<KernelFallback> fallbacks) implements AutoCloseable {

    /** Loads a checkpoint; nothing stays open if loading fails. */
    static TorchWeights load(CheckpointWithAdapters checkpoint, Execution execution, TorchProgram program) {
        MatrixLayouts layouts = new MatrixLayouts(execution, program);
        DeviceAdapters adapters = AdapterLoader.load(checkpoint, program, layouts);
        try {
            IValue base = WeightLoader.load(checkpoint, execution, program, layouts);
            return new TorchWeights(base, adapters, layouts.fallbacks());
        } catch (RuntimeException e) {
            adapters.close();
            throw e;
        }
    }

    @Override
    public void close() {
        base.close();
        adapters.close();
    }
}
