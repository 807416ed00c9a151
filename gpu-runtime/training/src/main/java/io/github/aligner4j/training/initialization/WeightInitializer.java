// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.initialization;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.training.network.Parameter;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Initializes the parameters of a model and of LoRA adapters. Not safe for use by several threads. */
public final class WeightInitializer {

    private static final double DEVIATION = 0.02;

    private final ModelConfig config;
    private final Random random;
    private final @Nullable CopyCircuit circuit;

    /**
     * Creates an initializer.
     *
     * @param copyCircuit true if weights contain induction heads that copy
     * @throws IllegalArgumentException if a copy circuit does not fit the shape of the model
     */
    public WeightInitializer(ModelConfig config, long seed, boolean copyCircuit) {
        this.config = config;
        this.random = new Random(seed);
        this.circuit = copyCircuit ? new CopyCircuit(config, seed) : null;
    }

    /**
     * Returns initial values as GPT-2 has them: normally distributed with standard deviation 0.02, divided by the square root
     * of twice the number of layers for projections into the residual stream; norms are the identity and biases zero. Adds the
     * copy circuit if there is one.
     */
    public float[] weight(Parameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        String name = parameter.name();
        if (name.endsWith(".bias")) {
            return values;
        }
        if (!parameter.decayed()) {
            Arrays.fill(values, config.unitOffsetNorm() ? 0 : 1);
            return values;
        }
        boolean residual = name.endsWith("o_proj.weight")
                || name.endsWith("down_proj.weight")
                || name.endsWith("output_linear.weight");
        double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        if (circuit != null) {
            circuit.addTo(parameter, values);
        }
        return values;
    }

    /** Returns initial values of an adapter as PEFT has them: B zero, A uniform up to 1 / sqrt(inputs). */
    public float[] adapter(Parameter parameter) {
        float[] values = new float[Math.toIntExact(parameter.elements())];
        if (parameter.name().endsWith("lora_A.weight")) {
            double limit = 1 / Math.sqrt(parameter.shape().get(1));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (limit * (2 * random.nextDouble() - 1));
            }
        }
        return values;
    }
}
