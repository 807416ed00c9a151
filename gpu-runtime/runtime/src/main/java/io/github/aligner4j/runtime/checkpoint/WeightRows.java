package io.github.aligner4j.runtime.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The rows of a stored matrix, read from its file one after the other.
 *
 * @param tensor a matrix of a type that can be run
 */
record WeightRows(StoredTensor tensor) {

    /** Receives one row, whose array is used again for the next. */
    @FunctionalInterface
    private interface Reader {
        void read(int index, float[] row);
    }

    /** Returns the mean of some rows. */
    float[] mean(BitSet chosen) {
        float[] mean = new float[columns()];
        forEach((index, row) -> {
            for (int i = 0; chosen.get(index) && i < row.length; i++) {
                mean[i] += row[i] / chosen.cardinality();
            }
        });
        return mean;
    }

    /** Returns the mean of {@code value} over some rows. */
    double mean(BitSet chosen, ToDoubleFunction<float[]> value) {
        double[] sum = new double[1];
        forEach((index, row) -> sum[0] += chosen.get(index) ? value.applyAsDouble(row) : 0);
        return sum[0] / chosen.cardinality();
    }

    /** Returns the indexes of the rows that satisfy {@code condition}. */
    BitSet where(Predicate<float[]> condition) {
        BitSet found = new BitSet();
        forEach((index, row) -> found.set(index, condition.test(row)));
        return found;
    }

    private int columns() {
        return Math.toIntExact(tensor.shape().get(1));
    }

    private void forEach(Reader reader) {
        float[] row = new float[columns()];
        int bytes = row.length * tensor.type().bytes();
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            file.position(tensor.offset());
            for (int index = 0; index < tensor.shape().get(0); index++) {
                fill(buffer.clear(), file);
                for (int i = 0; i < row.length; i++) {
                    row[i] = tensor.type().decode(buffer);
                }
                reader.read(index, row);
            }
        } catch (IOException e) {
            throw new CheckpointException(tensor.file(), "the file can't be read: " + e.getMessage(), e);
        }
    }

    private static void fill(ByteBuffer buffer, FileChannel file) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer) < 0) {
                throw new EOFException("it ends too early");
            }
        }
        buffer.flip();
    }
}
