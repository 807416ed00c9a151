package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.LoraFactors;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StrengthVectors;
import io.github.aligner4j.runtime.checkpoint.TunedCheckpoint;
import io.github.aligner4j.runtime.checkpoint.Tuning;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies adapters and correction vectors onto a program's device. */
final class TuningLoader implements AutoCloseable {

    private final ModelConfig config;
    private final TorchProgram program;
    private final MappedFiles files;

    private TuningLoader(ModelConfig config, TorchProgram program) {
        this.config = config;
        this.program = program;
        this.files = new MappedFiles(program);
    }

    /** Returns all that requests can choose, the caller's to close. */
    static TorchTunings load(TunedCheckpoint checkpoint, TorchProgram program) {
        Map<String, IValue> factors = new HashMap<>();
        Map<String, IValue> vectors = new HashMap<>();
        TorchTunings tunings;
        try (TuningLoader loader = new TuningLoader(checkpoint.base().config(), program)) {
            checkpoint.tunings().forEach((name, tuning) -> {
                factors.put(name, loader.factors(tuning));
                vectors.put(name, loader.vectors(tuning.strength()));
            });
            tunings = new TorchTunings(checkpoint.variants(), factors, vectors);
        }
        return tunings;
    }

    private IValue factors(Tuning tuning) {
        IValue list = program.run("tensors", List.of());
        LoraAdapter adapter = tuning.adapter();
        if (adapter != null) {
            WeightLayout layout = new WeightLayout(config);
            for (int i = 0; i < config.layers(); i++) {
                layout.layer(i).stream()
                        .filter(weight -> weight.role().kind() == WeightRole.Kind.MATRIX)
                        .sorted(Comparator.comparing(weight -> DecoderSource.ADAPTED.indexOf(weight.role())))
                        .forEach(weight -> add(list, adapter, weight));
            }
        }
        return list;
    }

    private void add(IValue list, LoraAdapter adapter, Weight weight) {
        List<IValue> downs = new ArrayList<>();
        List<IValue> ups = new ArrayList<>();
        List<Double> scales = new ArrayList<>();
        long rows = 0;
        for (Weight.Part part : weight.parts()) {
            LoraFactors factors = adapter.factors().get(part.tensor());
            if (factors != null) {
                downs.add(IValue.listFrom(files.place(factors.down())));
                ups.add(IValue.listFrom(placeAt(rows, factors.up())));
                scales.add(factors.scale());
            }
            rows += part.shape().get(0);
        }
        if (downs.isEmpty()) {
            program.call("add_absent", List.of(list));
            program.call("add_absent", List.of(list));
            return;
        }
        IValue where = IValue.listFrom(downs.toArray(IValue[]::new));
        IValue blocks = IValue.listFrom(ups.toArray(IValue[]::new));
        IValue factor =
                IValue.listFrom(scales.stream().mapToDouble(Double::doubleValue).toArray());
        program.call("add_factors", List.of(files.maps(), list), where, blocks, factor, IValue.from(rows));
        downs.forEach(IValue::close);
        ups.forEach(IValue::close);
    }

    /** Returns a place with the row of the whole matrix where it begins. */
    private long[] placeAt(long row, StoredTensor up) {
        long[] place = files.place(up);
        long[] placeAt = Arrays.copyOf(place, place.length + 1);
        placeAt[place.length] = row;
        return placeAt;
    }

    private IValue vectors(@Nullable StrengthVectors strength) {
        IValue list = program.run("tensors", List.of());
        if (strength != null) {
            for (int i = 0; i < config.layers(); i++) {
                StoredTensor vector = strength.layers().get(i);
                if (vector == null) {
                    program.call("add_absent", List.of(list));
                } else {
                    add(list, vector);
                }
            }
        }
        return list;
    }

    private void add(IValue list, StoredTensor vector) {
        try (IValue place = IValue.listFrom(files.place(vector, 1, 1))) {
            program.call("add_vector", List.of(files.maps(), list), IValue.listFrom(place));
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
