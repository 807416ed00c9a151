// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.checkpoint.CheckpointWriter;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Writes a Llama checkpoint of random weights, in bfloat16, with another checkpoint's tokenizer. */
public final class RandomCheckpoint {

    private static final float SPREAD = 0.02f;
    private static final int DISTINCT = 1 << 20;

    private RandomCheckpoint() {}

    /** Writes one of the shape {@code args[2]} to the folder {@code args[0]}, with the tokenizer of the checkpoint in {@code args[1]}. */
    public static void main(String[] args) throws IOException {
        write(Files.createDirectories(Path.of(args[0])), Path.of(args[1]), Shape.byName(args[2]));
    }

    /** Writes it to {@code folder}, which must be empty. */
    public static void write(Path folder, Path tokenizer, Shape shape) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Files.writeString(base.resolve("config.json"), shape.config());
        for (String file : List.of("tokenizer.json", "tokenizer_config.json", "generation_config.json")) {
            Files.copy(tokenizer.resolve(file), base.resolve(file));
        }
        ParameterLayout layout = ParameterLayout.full(ModelConfig.read(base.resolve("config.json")));
        float[] random = random();
        new CheckpointWriter(base, layout, null)
                .write(folder, StoredType.BF16, i -> weights(layout.parameters().get(i), random));
    }

    private static float[] random() {
        Random random = new Random(1);
        float[] values = new float[DISTINCT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * SPREAD;
        }
        return values;
    }

    private static float[] weights(Parameter parameter, float[] random) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        if (parameter.shape().size() == 1) {
            Arrays.fill(values, 1);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = random[(i * 7 + values.length) & (DISTINCT - 1)];
        }
        return values;
    }
}
