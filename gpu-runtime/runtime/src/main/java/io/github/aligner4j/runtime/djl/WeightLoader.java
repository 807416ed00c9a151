package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.LayerAttention;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a program's list of weights. Files are mapped, once for each type they hold, and a weight is made out of views of the
 * maps; only what must be put together, converted, prepacked or moved to another device is copied, weight by weight.
 */
final class WeightLoader implements AutoCloseable {

    private record Mapping(Path file, StoredType type) {}

    private final CheckpointDirectory checkpoint;
    private final Execution execution;
    private final TorchProgram program;
    private final Map<Mapping, Integer> mapped = new HashMap<>();
    private final IValue maps;
    private final IValue weights;

    private WeightLoader(CheckpointDirectory checkpoint, Execution execution, TorchProgram program) {
        this.checkpoint = checkpoint;
        this.execution = execution;
        this.program = program;
        this.maps = program.run("tensors", List.of());
        this.weights = program.run("tensors", List.of());
    }

    /** Returns the weights in the order of {@link DecoderSource}, the caller's to close. */
    static IValue load(CheckpointDirectory checkpoint, Execution execution, TorchProgram program) {
        try (WeightLoader loader = new WeightLoader(checkpoint, execution, program)) {
            return loader.load();
        }
    }

    private IValue load() {
        try {
            ModelConfig config = checkpoint.config();
            WeightLayout layout = new WeightLayout(config);
            addShared(layout.shared());
            DecoderSource.kinds(config).forEach(this::addFrequencies);
            for (int i = 0; i < config.layers(); i++) {
                layout.layer(i).forEach(this::add);
            }
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private void addShared(List<Weight> shared) {
        for (int i = 0; i < shared.size(); i++) {
            Weight weight = shared.get(i);
            if (isTable(weight) && !execution.prepacked()) {
                program.call("add_again", List.of(weights), IValue.from((long) table(shared)));
            } else {
                add(weight);
            }
        }
    }

    private boolean isTable(Weight weight) {
        return weight.role() == WeightRole.VOCABULARY && checkpoint.config().tiedEmbedding();
    }

    private static int table(List<Weight> shared) {
        return shared.stream().map(Weight::role).toList().indexOf(WeightRole.EMBEDDING);
    }

    private void addFrequencies(LayerAttention kind) {
        float[] frequencies = kind.rotary().frequencies();
        double[] wide = new double[frequencies.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = frequencies[i];
        }
        program.call("add_frequencies", List.of(weights), IValue.listFrom(wide));
    }

    private void add(Weight weight) {
        String method =
                switch (weight.role().kind()) {
                    case TABLE -> "add_table";
                    case MATRIX -> "add_matrix";
                    case BIAS -> "add_bias";
                    case NORM -> "add_norm";
                };
        IValue[] parts = weight.parts().stream().map(part -> part(weight, part)).toArray(IValue[]::new);
        try {
            program.call(method, List.of(maps, weights), IValue.listFrom(parts));
        } finally {
            for (IValue part : parts) {
                part.close();
            }
        }
    }

    /** Says where a part lies: map, first element, elements, columns, repeats. */
    private IValue part(Weight weight, Weight.Part part) {
        StoredTensor stored = checkpoint.stored(part.tensor());
        long itemBytes = itemBytes(stored.type());
        long last = part.shape().get(part.shape().size() - 1);
        // Biases are joined end to end, all else row by row.
        long columns = weight.role().kind() == WeightRole.Kind.BIAS ? 1 : last;
        return IValue.listFrom(
                mapOf(stored), stored.offset() / itemBytes, stored.bytes() / itemBytes, columns, part.repeats());
    }

    private long mapOf(StoredTensor tensor) {
        Mapping mapping = new Mapping(tensor.file(), tensor.type());
        return mapped.computeIfAbsent(mapping, this::map);
    }

    private int map(Mapping mapping) {
        try {
            long elements = Files.size(mapping.file()) / itemBytes(mapping.type());
            program.call(
                    "map",
                    List.of(maps),
                    IValue.from(mapping.file().toString()),
                    IValue.from(elements),
                    IValue.from((long) Precision.of(mapping.type()).torchCode()));
            return mapped.size();
        } catch (IOException e) {
            throw new UncheckedIOException(mapping.file() + " vanished while it was loaded", e);
        }
    }

    private static long itemBytes(StoredType type) {
        return type.bits() / Byte.SIZE;
    }

    @Override
    public void close() {
        maps.close();
    }
}
