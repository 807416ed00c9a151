// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.djl.TorchProgram;
import io.github.aligner4j.training.network.UpdateSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AdamW over the trained parameters, in two groups: with and without weight decay. Not safe for use by several threads. */
final class Optimizer implements AutoCloseable {

    /** A trained parameter and its moments. */
    record Slot(NDArray parameter, NDArray first, NDArray second, boolean decayed) {}

    /** The parameters with the same decay, their gradients and moments, as lists of libtorch. */
    private record Group(boolean decayed, List<IValue> lists) {}

    private final TorchProgram program;
    private final List<Slot> slots;
    private final List<Group> groups = new ArrayList<>();
    private @Nullable IValue gradients;

    Optimizer(TorchProgram program, List<Slot> slots) {
        this.program = program;
        this.slots = slots;
    }

    /** Takes a step and zeroes the gradients; returns their norm before clipping. */
    double step(UpdateSettings settings) {
        IValue all = gradients();
        double norm;
        try (IValue total = program.run("clip", List.of(all), IValue.from(settings.maxGradNorm()))) {
            norm = total.toDouble();
        }
        if (Double.isFinite(norm)) {
            groups.forEach(group -> update(group, settings));
        }
        program.call("zero", List.of(all));
        return norm;
    }

    private void update(Group group, UpdateSettings settings) {
        double decay = group.decayed() ? settings.weightDecay() : 0;
        IValue numbers = IValue.listFrom(
                settings.learningRate(), UpdateSettings.BETA1, UpdateSettings.BETA2, decay, (double) settings.step());
        program.call("update", group.lists(), numbers);
    }

    /** Gradient tensors stay the same once the first backward pass has created them. */
    private IValue gradients() {
        if (gradients == null) {
            List<NDArray> each =
                    slots.stream().map(slot -> slot.parameter().getGradient()).toList();
            gradients = list(each);
            addGroup(true, each);
            addGroup(false, each);
        }
        return gradients;
    }

    private void addGroup(boolean decayed, List<NDArray> each) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).decayed() == decayed) {
                chosen.add(i);
            }
        }
        if (!chosen.isEmpty()) {
            groups.add(new Group(
                    decayed,
                    List.of(
                            list(chosen.stream()
                                    .map(i -> slots.get(i).parameter())
                                    .toList()),
                            list(chosen.stream().map(each::get).toList()),
                            list(chosen.stream().map(i -> slots.get(i).first()).toList()),
                            list(chosen.stream().map(i -> slots.get(i).second()).toList()))));
        }
    }

    private static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    @Override
    public void close() {
        groups.forEach(group -> group.lists().forEach(IValue::close));
        if (gradients != null) {
            gradients.close();
        }
    }
}
