// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.initialization;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.training.network.Parameter;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Initial weights that copy before any training: induction heads (Olsson et al., arXiv:2209.11895) set by construction. They are added to
 * random weights, and training updates them like any others.
 *
 * <p>The residual stream is divided into blocks: element 0 is constant; then come a random code of the token, one slot for each of the
 * {@code n} previous tokens, and the code of the token to write. Head {@code k} of the first layer attends {@code k + 1} tokens back, by
 * rotary position alone, and writes that token's code into slot {@code k}. Each head of the second layer attends to the position that
 * the same {@code n} tokens precede, by the slowest rotary frequencies, which hardly depend on position, and writes the code of the
 * token there into the last block, which the output layer reads. Layers above are free to change what is copied.
 *
 * <p>Not safe for use by several threads.
 */
final class CopyCircuit {

    // Score differences in nats between the right position and its neighbours.
    private static final double POSITION_SHARPNESS = 16;
    private static final double CONTENT_SHARPNESS = 9;
    private static final double FURTHER_SLOTS = 0.8;
    private static final double WRITTEN = 2;
    private static final double READ = 1.5;
    // Random weights are scaled down where the circuit is.
    private static final float ROOM = 0.3f;

    private final CircuitShape shape;
    private final Random random;
    private final double[][] codes;
    private final double[][] toSlot;
    private final double[][] toOutput;

    /**
     * Creates a circuit.
     *
     * @throws IllegalArgumentException if it does not fit the shape of the model
     */
    CopyCircuit(ModelConfig config, long seed) {
        this.shape = CircuitShape.of(config);
        this.random = new Random(seed);
        this.codes = new double[config.vocabularySize()][];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = unit(gaussian(1, shape.coded(), 1)[0]);
        }
        this.toSlot = gaussian(shape.slotSize(), shape.coded(), 1 / Math.sqrt(shape.slotSize()));
        this.toOutput = gaussian(shape.outputs(), shape.coded(), 1 / Math.sqrt(shape.outputs()));
    }

    /** Adds the circuit's part of a parameter to its initial values, in place. */
    void addTo(Parameter parameter, float[] values) {
        int columns = Math.toIntExact(parameter.shape().get(parameter.shape().size() - 1));
        WeightMatrix matrix = new WeightMatrix(values, columns);
        switch (parameter.name()) {
            case "model.embed_tokens.weight" -> embed(matrix);
            case "lm_head.weight" -> readOutput(matrix);
            case "model.layers.0.self_attn.q_proj.weight" -> lookBack(matrix, true);
            case "model.layers.0.self_attn.k_proj.weight" -> lookBack(matrix, false);
            case "model.layers.0.self_attn.v_proj.weight" -> takeToken(matrix);
            case "model.layers.0.self_attn.o_proj.weight" -> fillSlots(matrix);
            case "model.layers.1.self_attn.q_proj.weight" -> compareSlots(matrix, true);
            case "model.layers.1.self_attn.k_proj.weight" -> compareSlots(matrix, false);
            case "model.layers.1.self_attn.v_proj.weight" -> takeOutput(matrix);
            case "model.layers.1.self_attn.o_proj.weight" -> writeOutput(matrix);
            default -> {
                // Not part of the circuit.
            }
        }
    }

    private void embed(WeightMatrix matrix) {
        matrix.scale(0.1f);
        for (int token = 0; token < codes.length; token++) {
            matrix.set(token, 0, 1);
            for (int i = 0; i < codes[token].length; i++) {
                matrix.set(token, 1 + i, codes[token][i]);
            }
        }
    }

    private void readOutput(WeightMatrix matrix) {
        matrix.scale(0.2f);
        for (int token = 0; token < codes.length; token++) {
            double[] written = unit(product(toOutput, codes[token]));
            for (int i = 0; i < shape.outputs(); i++) {
                matrix.set(token, shape.firstOutput() + i, READ * written[i]);
            }
        }
    }

    /** Sets scores that peak at one distance: a sum of cosines of the fast frequencies in phase there. */
    private void lookBack(WeightMatrix matrix, boolean query) {
        matrix.scale(ROOM);
        int size = shape.headSize();
        int half = shape.frequencies().size();
        double length = Math.sqrt(POSITION_SHARPNESS / shape.scale()) / shape.normed(2);
        for (int head = 0; head < shape.slots(); head++) {
            for (int i : shape.fast()) {
                double angle = query ? (head + 1) * shape.frequencies().get(i) : 0;
                matrix.set(head * size + i, 0, length * Math.cos(angle));
                matrix.set(head * size + i + half, 0, -length * Math.sin(angle));
            }
        }
    }

    private void takeToken(WeightMatrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < shape.slots(); head++) {
            matrix.setBlock(head * shape.headSize(), 1, toSlot, 1 / shape.normed(2));
        }
    }

    private void fillSlots(WeightMatrix matrix) {
        matrix.scale(ROOM);
        for (int slot = 0; slot < shape.slots(); slot++) {
            for (int i = 0; i < shape.slotSize(); i++) {
                matrix.set(shape.slot(slot) + i, slot * shape.headSize() + i, 1);
            }
        }
    }

    /** Compares the current and previous tokens with those before a position. Each head has its own mixture of slots. */
    private void compareSlots(WeightMatrix matrix, boolean query) {
        matrix.scale(ROOM);
        double length = Math.sqrt(CONTENT_SHARPNESS / shape.scale()) / shape.normed(2 + shape.slots());
        for (int head = 0; head < shape.heads(); head++) {
            for (int slot = 0; slot < shape.slots(); slot++) {
                double[][] mixed = mixing(head, slot, length * (slot < 2 ? 1 : FURTHER_SLOTS));
                if (!query) {
                    setSlow(matrix, head, shape.slot(slot), mixed);
                } else if (slot == 0) {
                    setSlow(matrix, head, 1, product(mixed, toSlot));
                } else {
                    setSlow(matrix, head, shape.slot(slot - 1), mixed);
                }
            }
        }
    }

    /** The same for queries and keys. */
    private double[][] mixing(int head, int slot, double length) {
        Random own = new Random(31L * head + slot);
        double[][] mixing = new double[2 * shape.slow().length][shape.slotSize()];
        for (double[] row : mixing) {
            for (int i = 0; i < shape.slotSize(); i++) {
                row[i] = own.nextGaussian() * length / Math.sqrt(mixing.length);
            }
        }
        return mixing;
    }

    private void setSlow(WeightMatrix matrix, int head, int column, double[][] values) {
        int first = head * shape.headSize();
        int[] slow = shape.slow();
        for (int i = 0; i < values.length; i++) {
            int pair = slow[i % slow.length];
            int row =
                    first + (i < slow.length ? pair : pair + shape.frequencies().size());
            for (int j = 0; j < values[i].length; j++) {
                matrix.set(row, column + j, values[i][j]);
            }
        }
    }

    private void takeOutput(WeightMatrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < shape.heads(); head++) {
            int first = firstOutput(head);
            double[][] part = Arrays.copyOfRange(toOutput, first, first + outputsOf(head));
            matrix.setBlock(head * shape.headSize(), 1, part, 1 / shape.normed(2 + shape.slots()));
        }
    }

    private void writeOutput(WeightMatrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < shape.heads(); head++) {
            for (int i = 0; i < outputsOf(head); i++) {
                matrix.set(shape.firstOutput() + firstOutput(head) + i, head * shape.headSize() + i, WRITTEN);
            }
        }
    }

    /** Returns the number of heads that write different parts; the other heads repeat them. */
    private int writers() {
        int size = Math.min(shape.headSize(), shape.outputs());
        return Math.min(shape.heads(), Math.max((shape.outputs() + size - 1) / size, 3));
    }

    private int firstOutput(int head) {
        return shape.outputs() * (head % writers()) / writers();
    }

    private int outputsOf(int head) {
        int end = shape.outputs() * (head % writers() + 1) / writers();
        return Math.min(end - firstOutput(head), shape.headSize());
    }

    private double[][] gaussian(int rows, int columns, double deviation) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = deviation * random.nextGaussian();
            }
        }
        return values;
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(IntStream.range(0, vector.length)
                .mapToDouble(i -> vector[i] * vector[i])
                .sum());
        return IntStream.range(0, vector.length)
                .mapToDouble(i -> vector[i] / length)
                .toArray();
    }

    private static double[] product(double[][] matrix, double[] vector) {
        return IntStream.range(0, matrix.length)
                .mapToDouble(row -> IntStream.range(0, vector.length)
                        .mapToDouble(i -> matrix[row][i] * vector[i])
                        .sum())
                .toArray();
    }

    private static double[][] product(double[][] left, double[][] right) {
        double[][] values = new double[left.length][right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int k = 0; k < right.length; k++) {
                for (int j = 0; j < right[k].length; j++) {
                    values[i][j] += left[i][k] * right[k][j];
                }
            }
        }
        return values;
    }
}
