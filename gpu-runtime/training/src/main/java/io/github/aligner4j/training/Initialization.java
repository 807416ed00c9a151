package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.training.network.Parameter;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values that parameters begin with. */
final class Initialization {

    private static final double DEVIATION = 0.02;

    private final ModelConfig config;
    private final Random random;
    private final @Nullable CopyCircuit circuit;

    Initialization(ModelConfig config, long seed, boolean copying) {
        this.config = config;
        this.random = new Random(seed);
        this.circuit = copying ? new CopyCircuit(config, seed) : null;
    }

    /**
     * Returns values for a model from scratch, as GPT-2 did it: normal with deviation 0.02, what writes into the residual
     * stream less the more layers do; norms leave alone, biases are zero. With a copy circuit where one is wanted.
     */
    float[] weight(Parameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        String name = parameter.name();
        if (name.endsWith(".bias")) {
            return values;
        }
        if (!parameter.decayed()) {
            Arrays.fill(values, config.unitOffsetNorm() ? 0 : 1);
            return values;
        }
        boolean residual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
        double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        if (circuit != null) {
            circuit.addTo(parameter, values);
        }
        return values;
    }

    /** Returns values for an adapter as PEFT has them: B zero, A uniform up to 1 / sqrt(inputs). */
    float[] adapter(Parameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        if (parameter.name().endsWith("lora_A.weight")) {
            double most = 1 / Math.sqrt(parameter.shape().get(1));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (most * (2 * random.nextDouble() - 1));
            }
        }
        return values;
    }
}
