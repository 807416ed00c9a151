package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.training.network.Parameter;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * First weights with which a model copies before it has learnt anything: induction heads (Olsson et al., arXiv:2209.11895),
 * set by construction. They are added to weights drawn at random, and training changes them like any others.
 *
 * <p>The residual stream is cut in blocks: element 0 is the same for all tokens; then comes a random code of the token; then one
 * slot for each of the {@code n} tokens before it; then the code of the token to write. Head {@code k} of the first layer looks
 * {@code k + 1} tokens back, by rotary position alone, and puts what it finds into slot {@code k}. Each head of the second layer
 * looks for the place before which the same {@code n} tokens stand as here and now, by the slowest rotary frequencies, which
 * hardly know positions, and writes the token that stands there into the last block, from which the output layer reads.
 * Layers above are left free to correct what is copied.
 *
 * <p>Not for use by several threads at once.
 */
final class CopyCircuit {

    private static final int MOST_SLOTS = 6;
    // Rotary angles per token: faster ones tell neighbours apart, slower ones keep content comparable over a window.
    private static final double FAST = 0.01;
    private static final double SLOW = 0.004;
    private static final int LEAST_FAST = 4;
    private static final int LEAST_SLOW = 8;
    // Scores are differences of that many nats between the right place and its neighbours.
    private static final double POSITION_SHARPNESS = 16;
    private static final double CONTENT_SHARPNESS = 9;
    private static final double FURTHER_SLOTS = 0.8;
    private static final double WRITTEN = 2;
    private static final double READ = 1.5;
    // Drawn weights make room where the circuit is.
    private static final float ROOM = 0.3f;

    private final ModelConfig config;
    private final Random random;
    private final int slots;
    private final int slotSize;
    private final int firstSlot;
    private final int firstOutput;
    private final int outputs;
    private final int[] fast;
    private final int[] slow;
    private final double[] frequencies;
    private final double[][] codes;
    private final double[][] toSlot;
    private final double[][] toOutput;

    /**
     * Lays the circuit out.
     *
     * @throws IllegalArgumentException if the model is not of a shape that it fits in
     */
    CopyCircuit(ModelConfig config, long seed) {
        requireFits(config);
        this.config = config;
        this.random = new Random(seed);
        int hidden = config.hiddenSize();
        this.frequencies = frequencies(config);
        int half = frequencies.length;
        this.fast = IntStream.range(0, half).filter(i -> frequencies[i] > FAST).toArray();
        this.slow = IntStream.range(0, half).filter(i -> frequencies[i] < SLOW).toArray();
        this.slots = Math.min(MOST_SLOTS, config.attention().heads());
        this.firstSlot = hidden / 3;
        this.slotSize = Math.min(hidden * 5 / 12 / slots, config.attention().headSize());
        this.firstOutput = firstSlot + slots * slotSize;
        this.outputs = hidden - firstOutput;
        int coded = firstSlot - 1;
        this.codes = new double[config.vocabularySize()][];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = unit(gaussian(1, coded, 1)[0]);
        }
        this.toSlot = gaussian(slotSize, coded, 1 / Math.sqrt(slotSize));
        this.toOutput = gaussian(outputs, coded, 1 / Math.sqrt(outputs));
    }

    private static void requireFits(ModelConfig config) {
        AttentionConfig attention = config.attention();
        boolean plain = !config.tiedEmbedding()
                && !config.unitOffsetNorm()
                && !config.postNorms()
                && !config.scaledEmbedding()
                && !attention.queryKeyNorm()
                && attention.logitCap() == 0
                && config.finalLogitCap() == 0
                && attention.heads() == attention.keyValueHeads();
        double[] frequencies = frequencies(config);
        long fast = IntStream.range(0, frequencies.length)
                .filter(i -> frequencies[i] > FAST)
                .count();
        long slow = IntStream.range(0, frequencies.length)
                .filter(i -> frequencies[i] < SLOW)
                .count();
        if (!plain || config.layers() < 2 || fast < LEAST_FAST || slow < LEAST_SLOW) {
            throw new IllegalArgumentException("a copy circuit fits in Llama models of at least 2 layers with untied"
                    + " embeddings, as many key/value heads as heads, and, by rope_theta and head_dim, at least "
                    + LEAST_FAST + " rotary frequencies above " + FAST + " (here " + fast + ") and " + LEAST_SLOW
                    + " below " + SLOW + " (here " + slow + "), such as rope_theta 1000000 and head_dim 64;"
                    + " change config.json or begin without a circuit");
        }
    }

    private static double[] frequencies(ModelConfig config) {
        float[] found = config.attention().layers().get(0).rotary().frequencies();
        return IntStream.range(0, found.length).mapToDouble(i -> found[i]).toArray();
    }

    /** Adds the circuit's part to a parameter's first values, in place. */
    void addTo(Parameter parameter, float[] values) {
        int columns = Math.toIntExact(parameter.shape().get(parameter.shape().size() - 1));
        Matrix matrix = new Matrix(values, columns);
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
                // Nothing of the circuit is here.
            }
        }
    }

    private void embed(Matrix matrix) {
        matrix.scale(0.1f);
        for (int token = 0; token < codes.length; token++) {
            matrix.set(token, 0, 1);
            for (int i = 0; i < codes[token].length; i++) {
                matrix.set(token, 1 + i, codes[token][i]);
            }
        }
    }

    private void readOutput(Matrix matrix) {
        matrix.scale(0.2f);
        for (int token = 0; token < codes.length; token++) {
            double[] written = unit(product(toOutput, codes[token]));
            for (int i = 0; i < outputs; i++) {
                matrix.set(token, firstOutput + i, READ * written[i]);
            }
        }
    }

    /** Scores are highest at one distance: a sum of cosines of the fast frequencies that agree there. */
    private void lookBack(Matrix matrix, boolean query) {
        matrix.scale(ROOM);
        int size = config.attention().headSize();
        int half = frequencies.length;
        double length = Math.sqrt(POSITION_SHARPNESS / config.attention().scale()) / normed(2);
        for (int head = 0; head < slots; head++) {
            for (int i : fast) {
                double angle = query ? (head + 1) * frequencies[i] : 0;
                matrix.set(head * size + i, 0, length * Math.cos(angle));
                matrix.set(head * size + i + half, 0, -length * Math.sin(angle));
            }
        }
    }

    private void takeToken(Matrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < slots; head++) {
            matrix.setBlock(head * config.attention().headSize(), 1, toSlot, 1 / normed(2));
        }
    }

    private void fillSlots(Matrix matrix) {
        matrix.scale(ROOM);
        for (int slot = 0; slot < slots; slot++) {
            for (int i = 0; i < slotSize; i++) {
                matrix.set(
                        firstSlot + slot * slotSize + i,
                        slot * config.attention().headSize() + i,
                        1);
            }
        }
    }

    /** Here and now: this token and those before it; there: those before it. Each head mixes slots in its own way. */
    private void compareSlots(Matrix matrix, boolean query) {
        matrix.scale(ROOM);
        double length = Math.sqrt(CONTENT_SHARPNESS / config.attention().scale()) / normed(2 + slots);
        for (int head = 0; head < config.attention().heads(); head++) {
            for (int slot = 0; slot < slots; slot++) {
                double[][] mixed = mixing(head, slot, length * (slot < 2 ? 1 : FURTHER_SLOTS));
                if (!query) {
                    setSlow(matrix, head, firstSlot + slot * slotSize, mixed);
                } else if (slot == 0) {
                    setSlow(matrix, head, 1, product(mixed, toSlot));
                } else {
                    setSlow(matrix, head, firstSlot + (slot - 1) * slotSize, mixed);
                }
            }
        }
    }

    /** The same for queries and keys. */
    private double[][] mixing(int head, int slot, double length) {
        Random own = new Random(31L * head + slot);
        double[][] mixing = new double[2 * slow.length][slotSize];
        for (double[] row : mixing) {
            for (int i = 0; i < slotSize; i++) {
                row[i] = own.nextGaussian() * length / Math.sqrt(mixing.length);
            }
        }
        return mixing;
    }

    private void setSlow(Matrix matrix, int head, int column, double[][] values) {
        int first = head * config.attention().headSize();
        for (int i = 0; i < values.length; i++) {
            int pair = slow[i % slow.length];
            int row = first + (i < slow.length ? pair : pair + frequencies.length);
            for (int j = 0; j < values[i].length; j++) {
                matrix.set(row, column + j, values[i][j]);
            }
        }
    }

    private void takeOutput(Matrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < config.attention().heads(); head++) {
            int first = firstOutput(head);
            double[][] part = Arrays.copyOfRange(toOutput, first, first + outputsOf(head));
            matrix.setBlock(head * config.attention().headSize(), 1, part, 1 / normed(2 + slots));
        }
    }

    private void writeOutput(Matrix matrix) {
        matrix.scale(ROOM);
        for (int head = 0; head < config.attention().heads(); head++) {
            for (int i = 0; i < outputsOf(head); i++) {
                matrix.set(
                        firstOutput + firstOutput(head) + i,
                        head * config.attention().headSize() + i,
                        WRITTEN);
            }
        }
    }

    /** How many heads share the work of writing; where there are more, several write the same. */
    private int writers() {
        int size = Math.min(config.attention().headSize(), outputs);
        return Math.min(config.attention().heads(), Math.max((outputs + size - 1) / size, 3));
    }

    private int firstOutput(int head) {
        return outputs * (head % writers()) / writers();
    }

    private int outputsOf(int head) {
        int end = outputs * (head % writers() + 1) / writers();
        return Math.min(end - firstOutput(head), config.attention().headSize());
    }

    /** What a block of length 1 gets in a norm over so many of them. */
    private double normed(int blocks) {
        return Math.sqrt((double) config.hiddenSize() / blocks);
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

    /** Row-major values of a parameter. */
    private static final class Matrix {

        private final float[] values;
        private final int columns;

        Matrix(float[] values, int columns) {
            this.values = values;
            this.columns = columns;
        }

        void scale(float factor) {
            for (int i = 0; i < values.length; i++) {
                values[i] *= factor;
            }
        }

        void set(int row, int column, double value) {
            values[row * columns + column] = (float) value;
        }

        void setBlock(int row, int column, double[][] block, double factor) {
            for (int i = 0; i < block.length; i++) {
                for (int j = 0; j < block[i].length; j++) {
                    set(row + i, column + j, block[i][j] * factor);
                }
            }
        }
    }
}
