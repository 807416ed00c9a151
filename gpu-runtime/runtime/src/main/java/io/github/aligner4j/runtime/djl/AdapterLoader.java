// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.LoraFactors;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.SteeringVectors;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies adapters and steering vectors onto a program's device. */
final class AdapterLoader implements AutoCloseable {

    private final ModelConfig config;
    private final TorchProgram program;
    private final MatrixLayouts layouts;
    private final MappedFiles files;

    private AdapterLoader(ModelConfig config, TorchProgram program, MatrixLayouts layouts) {
        this.config = config;
        this.program = program;
        this.layouts = layouts;
        this.files = new MappedFiles(program);
    }

    /** Returns all adapters, for the caller to close; nothing stays open if loading fails. */
    static DeviceAdapters load(CheckpointWithAdapters checkpoint, TorchProgram program, MatrixLayouts layouts) {
        Map<String, IValue> factors = new HashMap<>();
        Map<String, IValue> vectors = new HashMap<>();
        for (String name : checkpoint.adapters().keySet()) {
            factors.put(name, program.run("tensors", List.of()));
            vectors.put(name, program.run("tensors", List.of()));
        }
        DeviceAdapters adapters = new DeviceAdapters(checkpoint.variants(), factors, vectors);
        try (AdapterLoader loader = new AdapterLoader(checkpoint.base().config(), program, layouts)) {
            checkpoint.adapters().forEach((name, adapter) -> {
                loader.addFactors(adapters.factors(name), adapter.lora());
                loader.addVectors(adapters.vectors(name), adapter.steering());
            });
            return adapters;
        } catch (RuntimeException e) {
            adapters.close();
            throw e;
        }
    }

    private void addFactors(IValue list, @Nullable LoraAdapter adapter) {
        if (adapter == null) {
            return;
        }
        WeightLayout layout = new WeightLayout(config);
        for (int i = 0; i < config.layers(); i++) {
            layout.layer(i).stream()
                    .filter(weight -> DecoderSource.ADAPTED.contains(weight.role()))
                    .sorted(Comparator.comparing(weight -> DecoderSource.ADAPTED.indexOf(weight.role())))
                    .forEach(weight -> add(list, adapter, weight));
        }
    }

    private void add(IValue list, LoraAdapter adapter, Weight weight) {
        List<IValue> downs = new ArrayList<>();
        List<IValue> ups = new ArrayList<>();
        List<Double> scales = new ArrayList<>();
        long rows = 0;
        long rank = 0;
        for (Weight.Part part : weight.parts()) {
            LoraFactors factors = adapter.factors().get(part.tensor());
            if (factors != null) {
                downs.add(IValue.listFrom(files.locate(factors.down())));
                ups.add(IValue.listFrom(locationAt(rows, factors.up())));
                scales.add(factors.scale());
                rank += factors.down().shape().get(0);
            }
            rows += part.shape().get(0);
        }
        if (downs.isEmpty()) {
            program.call("add_absent", List.of(list));
            program.call("add_absent", List.of(list));
            return;
        }
        addDown(list, downs, rank, weight.parts().get(0).shape().get(1));
        addUp(list, ups, scales, new long[] {rows, rank});
    }

    private void addDown(IValue list, List<IValue> downs, long rank, long columns) {
        try (IValue where = listOf(downs)) {
            layouts.addFactor(
                    list,
                    rank,
                    columns,
                    (layout, compared) -> program.number(
                            "add_down",
                            List.of(files.maps(), list, where),
                            IValue.from((long) layout.code()),
                            IValue.from(compared)));
        }
    }

    private void addUp(IValue list, List<IValue> ups, List<Double> scales, long[] shape) {
        try (IValue where = listOf(ups);
                IValue factors = IValue.listFrom(
                        scales.stream().mapToDouble(Double::doubleValue).toArray())) {
            layouts.addFactor(
                    list,
                    shape[0],
                    shape[1],
                    (layout, compared) -> program.number(
                            "add_up",
                            List.of(files.maps(), list, where, factors),
                            IValue.listFrom(shape),
                            IValue.from((long) layout.code()),
                            IValue.from(compared)));
        }
    }

    private static IValue listOf(List<IValue> locations) {
        IValue list = IValue.listFrom(locations.toArray(IValue[]::new));
        locations.forEach(IValue::close);
        return list;
    }

    /** Returns the location of {@code up} followed by its first row in the whole matrix. */
    private long[] locationAt(long row, StoredTensor up) {
        long[] location = files.locate(up);
        long[] locationAt = Arrays.copyOf(location, location.length + 1);
        locationAt[location.length] = row;
        return locationAt;
    }

    private void addVectors(IValue list, @Nullable SteeringVectors steering) {
        if (steering == null) {
            return;
        }
        for (int i = 0; i < config.layers(); i++) {
            StoredTensor vector = steering.layers().get(i);
            if (vector == null) {
                program.call("add_absent", List.of(list));
            } else {
                add(list, vector);
            }
        }
    }

    private void add(IValue list, StoredTensor vector) {
        try (IValue location = IValue.listFrom(files.locate(vector, 1, 1))) {
            program.call("add_vector", List.of(files.maps(), list), IValue.listFrom(location));
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
