package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.util.List;

/**
 * All that a program reads, on its device.
 *
 * @param base the model's own weights, in the order of {@link DecoderSource}
 * @param tunings what requests can choose on top of them
 * @param fallbacks matrices that are computed in another way than the execution says
 */
record TorchWeights(IValue base, DeviceAdapters tunings, List<KernelFallback> fallbacks) implements AutoCloseable {

    /** Loads a checkpoint; nothing stays open if that fails. */
    static TorchWeights load(CheckpointWithAdapters checkpoint, Execution execution, TorchProgram program) {
        MatrixLayouts layouts = new MatrixLayouts(execution, program);
        DeviceAdapters tunings = AdapterLoader.load(checkpoint, program, layouts);
        try {
            IValue base = WeightLoader.load(checkpoint, execution, program, layouts);
            return new TorchWeights(base, tunings, layouts.fallbacks());
        } catch (RuntimeException e) {
            tunings.close();
            throw e;
        }
    }

    @Override
    public void close() {
        base.close();
        tunings.close();
    }
}
