// SPDX-License-Identifier: Apache-2.0
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
 * The rows of a stored matrix, read from its file.
 *
 * @param tensor a matrix of a type that can be run
 */
record WeightRows(StoredTensor tensor) {

    private static final int BLOCK_BYTES = 1 << 20;

    /** Receives one row, whose array is used again for the next. */
    @FunctionalInterface
    private interface Reader {
        void read(int index, float[] row);
    }

    /** Returns the mean of some rows. */
    float[] mean(BitSet chosen) {
        float[] mean = new float[columns()];
        forEach(chosen, (index, row) -> {
            for (int i = 0; i < row.length; i++) {
                mean[i] += row[i] / chosen.cardinality();
            }
        });
        return mean;
    }

    /** Returns the mean of {@code value} over some rows. */
    double mean(BitSet chosen, ToDoubleFunction<float[]> value) {
        double[] sum = new double[1];
        forEach(chosen, (index, row) -> sum[0] += value.applyAsDouble(row));
        return sum[0] / chosen.cardinality();
    }

    /** Returns those of {@code rows} that satisfy {@code condition}. */
    BitSet where(BitSet rows, Predicate<float[]> condition) {
        BitSet found = new BitSet();
        forEach(rows, (index, row) -> found.set(index, condition.test(row)));
        return found;
    }

    /** Returns the indexes of all rows. */
    BitSet all() {
        BitSet all = new BitSet();
        all.set(0, Math.toIntExact(tensor.shape().get(0)));
        return all;
    }

    private int columns() {
        return Math.toIntExact(tensor.shape().get(1));
    }

    /** Reads the chosen rows, in blocks of adjacent ones. */
    private void forEach(BitSet rows, Reader reader) {
        BitSet chosen = rows.get(0, Math.toIntExact(tensor.shape().get(0)));
        float[] row = new float[columns()];
        int rowBytes = row.length * tensor.type().bytes();
        int blockRows = Math.max(1, BLOCK_BYTES / rowBytes);
        ByteBuffer block = ByteBuffer.allocate(blockRows * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel file = FileChannel.open(tensor.file(), StandardOpenOption.READ)) {
            int first = chosen.nextSetBit(0);
            while (first >= 0) {
                int end = Math.min(chosen.nextClearBit(first), first + blockRows);
                fill(block.clear().limit((end - first) * rowBytes), file, tensor.offset() + (long) first * rowBytes);
                for (int index = first; index < end; index++) {
                    tensor.type().decode(block, row);
                    reader.read(index, row);
                }
                first = chosen.nextSetBit(end);
            }
        } catch (IOException e) {
            throw new CheckpointException(tensor.file(), "the file can't be read: " + e.getMessage(), e);
        }
    }

    private static void fill(ByteBuffer buffer, FileChannel file, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("it ends too early");
            }
        }
        buffer.flip();
    }
}
