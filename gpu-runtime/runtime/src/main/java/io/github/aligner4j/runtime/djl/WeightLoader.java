// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import io.github.aligner4j.runtime.checkpoint.LayerAttention;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.LoraFactors;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.Weight;
import io.github.aligner4j.runtime.checkpoint.WeightLayout;
import io.github.aligner4j.runtime.checkpoint.WeightRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fills a program's list of weights. A weight is a view of {@link MappedFiles} unless it must be joined, converted, prepacked
 * or moved to another device; then it is copied, weight by weight.
 */
final class WeightLoader implements AutoCloseable {

    private final CheckpointDirectory checkpoint;
    private final @Nullable LoraAdapter merged;
    private final Execution execution;
    private final TorchProgram program;
    private final MappedFiles files;
    private final IValue weights;
    private final MatrixLayouts layouts;
    private final StagingBuffers staging;

    /** True if all matrices are copied, so that none needs its file any more. */
    private final boolean copied;

    private WeightLoader(
            CheckpointWithAdapters checkpoint,
            Execution execution,
            TorchProgram program,
            MatrixLayouts layouts,
            StagingBuffers staging) {
        this.checkpoint = checkpoint.base();
        this.merged = checkpoint.merged();
        this.execution = execution;
        this.program = program;
        this.files = new MappedFiles(program);
        this.weights = program.run("tensors", List.of());
        this.layouts = layouts;
        this.staging = staging;
        this.copied = execution.copies();
    }

    /** Returns the weights in the order of {@link DecoderSource}, for the caller to close. */
    static IValue load(
            CheckpointWithAdapters checkpoint, Execution execution, TorchProgram program, MatrixLayouts layouts) {
        try (StagingBuffers staging = StagingBuffers.of(execution, program)) {
            return load(checkpoint, execution, program, layouts, staging);
        }
    }

    /** Returns the weights, copied through {@code staging}. */
    static IValue load(
            CheckpointWithAdapters checkpoint,
            Execution execution,
            TorchProgram program,
            MatrixLayouts layouts,
            StagingBuffers staging) {
        try (WeightLoader loader = new WeightLoader(checkpoint, execution, program, layouts, staging)) {
            return loader.load();
        }
    }

    private IValue load() {
        try {
            ModelConfig config = checkpoint.config();
            WeightLayout layout = new WeightLayout(config);
            addShared(layout.shared());
            config.attention().kinds().forEach(this::addFrequencies);
            for (String constant : List.of("add_signs", "add_zeros")) {
                program.call(constant, List.of(weights));
                fillSlots();
            }
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
            if (isTable(weight) && execution.format() == MatrixFormat.PLAIN) {
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
        fillSlots();
    }

    private void add(Weight weight) {
        IValue[] parts = weight.parts().stream()
                .map(part -> IValue.listFrom(locate(weight, part)))
                .toArray(IValue[]::new);
        try (IValue locations = IValue.listFrom(parts)) {
            add(weight, locations);
        } finally {
            for (IValue part : parts) {
                part.close();
            }
            if (copied) {
                files.forgetAll();
            } else {
                files.forgetMerged();
            }
        }
        if (weight.role().kind() != WeightRole.Kind.MATRIX) {
            fillSlots();
        }
    }

    private void add(Weight weight, IValue locations) {
        List<IValue> arguments = List.of(files.maps(), weights, locations);
        List<IValue> staged = List.of(files.maps(), weights, locations, staging.tensors());
        switch (weight.role().kind()) {
            case TABLE -> program.call("add_table", staged);
            case MATRIX -> addMatrix(weight, staged);
            case BIAS -> program.call("add_bias", arguments);
            case NORM -> program.call("add_norm", arguments);
        }
    }

    private void addMatrix(Weight weight, List<IValue> arguments) {
        long rows = weight.parts().stream()
                .mapToLong(part -> part.shape().get(0) * part.repeats())
                .sum();
        long columns = weight.parts().get(0).shape().get(1);
        layouts.addMatrix(
                weights,
                rows,
                columns,
                (layout, compared) -> program.number(
                        "add_matrix", arguments, IValue.from((long) layout.code()), IValue.from(compared)));
    }

    /** Integers have scales beside them; other weights leave that entry empty. */
    private void fillSlots() {
        if (execution.format() == MatrixFormat.INT8) {
            program.call("add_absent", List.of(weights));
        }
    }

    private long[] locate(Weight weight, Weight.Part part) {
        StoredTensor stored = checkpoint.stored(part.tensor());
        LoraFactors factors = merged == null ? null : merged.factors().get(part.tensor());
        if (factors != null) {
            return files.merge(stored, factors);
        }
        long last = part.shape().get(part.shape().size() - 1);
        // Biases are joined end to end, all else row by row.
        long columns = weight.role().kind() == WeightRole.Kind.BIAS ? 1 : last;
        return files.locate(stored, columns, part.repeats());
    }

    @Override
    public void close() {
        files.close();
    }
}
