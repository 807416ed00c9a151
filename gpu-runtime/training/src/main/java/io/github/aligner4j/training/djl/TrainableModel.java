// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.training.GradientCollector;
import io.github.aligner4j.runtime.djl.NativeCalls;
import io.github.aligner4j.runtime.djl.TorchEngine;
import io.github.aligner4j.runtime.djl.TorchProgram;
import io.github.aligner4j.training.network.LossSource;
import io.github.aligner4j.training.network.MicroBatch;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.network.UpdateSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model in training: its float32 parameters on a device, and AdamW's moments of the trained ones. Parameters are zero until they
 * are set. Owns native memory until closed. Not safe for use by several threads; a JVM may have one at a time, as libtorch
 * records gradients for the whole process. While the JVM is shutting down, methods throw a {@link
 * io.github.aligner4j.completion.CompletionModelException}.
 */
public final class TrainableModel implements AutoCloseable {

    private final Engine engine;
    private final NDManager manager;
    private final TorchProgram program;
    private final List<NDArray> parameters = new ArrayList<>();
    private final List<Optimizer.Slot> slots = new ArrayList<>();
    private final Optimizer optimizer;

    private TrainableModel(Engine engine, LossSource source) {
        this.engine = engine;
        this.program = TorchProgram.compile(LossSource.CLASS_NAME, source.text());
        this.manager = engine.newBaseManager(Device.fromName(source.device().replace("cuda:", "gpu")));
        for (Parameter parameter : source.layout().parameters()) {
            parameters.add(zeros(parameter, "w[]"));
            if (parameter.trained()) {
                NDArray leaf = parameters.get(parameters.size() - 1);
                leaf.setRequiresGradient(true);
                slots.add(new Optimizer.Slot(leaf, zeros(parameter, "m"), zeros(parameter, "v"), parameter.decayed()));
            }
        }
        this.optimizer = new Optimizer(program, slots);
    }

    /**
     * Starts libtorch, compiles the training program and allocates all parameters.
     *
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param bfloat16 true if matrix products are computed in bfloat16
     * @param threads the number of CPU threads of one operation; 0 leaves it to libtorch
     * @throws IllegalArgumentException if the device does not exist
     * @throws io.github.aligner4j.completion.CompletionModelException if the JVM is shutting down
     */
    public static TrainableModel start(ParameterLayout layout, String device, boolean bfloat16, int threads) {
        Engine engine = TorchEngine.start(threads);
        String found = TorchEngine.device(device, TorchEngine.gpus());
        return NativeCalls.PROCESS.call(() -> new TrainableModel(engine, new LossSource(layout, found, bfloat16)));
    }

    /** Returns the number of parameters. */
    public int parameters() {
        return parameters.size();
    }

    /** Returns the number of trained parameters. Their moments have the same order. */
    public int trained() {
        return slots.size();
    }

    /** Sets the {@code index}-th parameter of the layout. */
    public void set(int index, float[] values) {
        NativeCalls.PROCESS.run(() -> copy(values, parameters.get(index)));
    }

    /** Returns the {@code index}-th parameter of the layout. */
    public float[] get(int index) {
        return NativeCalls.PROCESS.call(() -> parameters.get(index).toFloatArray());
    }

    /** Returns the first moment of the {@code index}-th trained parameter. */
    public float[] firstMoment(int index) {
        return NativeCalls.PROCESS.call(() -> slots.get(index).first().toFloatArray());
    }

    /** Returns the second moment of the {@code index}-th trained parameter. */
    public float[] secondMoment(int index) {
        return NativeCalls.PROCESS.call(() -> slots.get(index).second().toFloatArray());
    }

    /** Sets both moments of the {@code index}-th trained parameter. */
    public void setMoments(int index, float[] first, float[] second) {
        NativeCalls.PROCESS.run(() -> {
            copy(first, slots.get(index).first());
            copy(second, slots.get(index).second());
        });
    }

    /** Resets all moments to zero, as in a new optimizer. */
    public void resetMoments() {
        for (Optimizer.Slot slot : slots) {
            NativeCalls.PROCESS.run(() -> reset(slot));
        }
    }

    private void reset(Optimizer.Slot slot) {
        int elements = Math.toIntExact(slot.first().size());
        copy(new float[elements], slot.first());
        copy(new float[elements], slot.second());
    }

    /**
     * Accumulates the gradients of the summed, weighted loss of all labels, multiplied by {@code lossScale}.
     *
     * @return the scaled loss in nats
     */
    public double accumulateGradients(List<MicroBatch> batches, double lossScale) {
        return NativeCalls.PROCESS.call(() -> accumulate(batches, lossScale));
    }

    private double accumulate(List<MicroBatch> batches, double lossScale) {
        double sum = 0;
        try (GradientCollector collector = engine.newGradientCollector()) {
            for (MicroBatch batch : batches) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray scale = scope.create((float) lossScale);
                    NDArray loss = program.forward(scope, "loss", arguments(scope, batch, scale), true);
                    collector.backward(loss);
                    sum += loss.getFloat();
                }
            }
        }
        return sum;
    }

    /** Returns the summed, weighted loss of all labels in nats. */
    public double loss(MicroBatch batch) {
        return NativeCalls.PROCESS.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                NDArray scale = scope.create(1f);
                return program.forward(scope, "loss", arguments(scope, batch, scale), false)
                        .getFloat();
            }
        });
    }

    /**
     * Returns, for each label of {@code batch}, its weighted loss in nats, followed by the logits of {@code tokens} in its place.
     */
    public float[][] evaluate(MicroBatch batch, long... tokens) {
        float[] all = NativeCalls.PROCESS.call(() -> {
            try (NDManager scope = manager.newSubManager()) {
                return program.forward(scope, "evaluate", arguments(scope, batch, scope.create(tokens)), false)
                        .toFloatArray();
            }
        });
        float[][] labels = new float[batch.labels().length][];
        int columns = 1 + tokens.length;
        Arrays.setAll(labels, i -> Arrays.copyOfRange(all, i * columns, (i + 1) * columns));
        return labels;
    }

    /** Returns the gradient of the {@code index}-th trained parameter accumulated since the last step. */
    public float[] gradient(int index) {
        return NativeCalls.PROCESS.call(() -> {
            try (NDArray gradient = slots.get(index).parameter().getGradient()) {
                return gradient.toFloatArray();
            }
        });
    }

    /**
     * Takes an optimizer step, unless the gradients are not finite, and zeroes them.
     *
     * @return the norm of the gradients before clipping
     */
    public double update(UpdateSettings settings) {
        return NativeCalls.PROCESS.call(() -> optimizer.step(settings));
    }

    @Override
    public void close() {
        NativeCalls.PROCESS.free(() -> {
            optimizer.close();
            program.close();
            manager.close();
        });
    }

    private NDList arguments(NDManager scope, MicroBatch batch, NDArray last) {
        NDList arguments = new NDList(parameters);
        long columns = batch.ids().length / batch.rows();
        arguments.add(scope.create(batch.ids(), new Shape(batch.rows(), columns)));
        arguments.add(scope.create(batch.labelPositions()));
        arguments.add(scope.create(batch.labels()));
        arguments.add(scope.create(batch.weights()));
        arguments.add(last);
        return arguments;
    }

    private NDArray zeros(Parameter parameter, String name) {
        NDArray array = manager.zeros(new Shape(parameter.shape()));
        array.setName(name);
        return array;
    }

    private void copy(float[] values, NDArray target) {
        if (values.length != target.size()) {
            throw new IllegalArgumentException("a tensor of " + target.size() + " elements was given " + values.length);
        }
        try (NDManager scope = manager.newSubManager();
                NDArray source = scope.create(values, target.getShape())) {
            program.call("copy", List.of(), IValue.from((PtNDArray) target), IValue.from((PtNDArray) source));
        }
    }
}
