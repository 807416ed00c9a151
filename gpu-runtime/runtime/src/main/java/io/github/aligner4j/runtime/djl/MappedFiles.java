// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.LoraFactors;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Safetensors files mapped into memory, once for each type of tensor that they hold, with the locations of tensors in them as a
 * program takes them. Unmapping after each weight keeps only those pages in memory that a weight is still a view of; the
 * rest of a file has been copied.
 */
final class MappedFiles implements AutoCloseable {

    /** Number of the type uint8 in libtorch. */
    private static final long BYTE = 0;

    private record Mapping(Path file, StoredType type) {}

    private final TorchProgram program;
    private final Map<Mapping, Long> mapped = new HashMap<>();
    private final List<Long> merged = new ArrayList<>();
    private final IValue maps;
    private long size;

    MappedFiles(TorchProgram program) {
        this.program = program;
        this.maps = program.run("tensors", List.of());
    }

    /** Returns the maps, to pass to a program together with locations. */
    IValue maps() {
        return maps;
    }

    /**
     * Returns the location of a tensor: map, first element, number of elements, columns, repeats.
     *
     * @param columns number of columns that it is read in
     * @param repeats number of times that its rows occur
     */
    long[] locate(StoredTensor stored, long columns, int repeats) {
        long itemBytes = itemBytes(stored.type());
        long elements = stored.bytes() / itemBytes;
        return stored.aligned()
                ? new long[] {
                    mapOf(stored.file(), stored.type()), stored.offset() / itemBytes, elements, columns, repeats
                }
                : new long[] {copyOf(stored), 0, elements, columns, repeats};
    }

    /** Copies a tensor that is not aligned to its elements, and returns its map, valid until {@link #forgetMerged}. */
    private long copyOf(StoredTensor stored) {
        program.call(
                "copy",
                List.of(maps),
                IValue.from(mapOf(stored.file(), StoredType.U8)),
                IValue.from(stored.offset()),
                IValue.from(stored.bytes()),
                IValue.from(stored.bytes() / itemBytes(stored.type())),
                IValue.from((long) Precision.of(stored.type()).torchCode()));
        merged.add(size);
        return size++;
    }

    /** Returns the location of a matrix. */
    long[] locate(StoredTensor matrix) {
        return locate(matrix, matrix.shape().get(1), 1);
    }

    /** Merges an adapter into a matrix, in float32, and returns the location of the result, valid until {@link #forgetMerged}. */
    long[] merge(StoredTensor matrix, LoraFactors factors) {
        IValue[] locations = {
            IValue.listFrom(locate(matrix)),
            IValue.listFrom(locate(factors.down())),
            IValue.listFrom(locate(factors.up())),
            IValue.from(factors.scale())
        };
        program.call("merge", List.of(maps), locations);
        long rows = matrix.shape().get(0);
        long columns = matrix.shape().get(1);
        merged.add(size);
        return new long[] {size++, 0, rows * columns, columns, 1};
    }

    /** Releases the memory of merged matrices and of copies. */
    void forgetMerged() {
        forget(merged);
        merged.clear();
    }

    /** Releases all maps and merged matrices and invalidates locations. Views keep their pages. */
    void forgetAll() {
        forgetMerged();
        forget(mapped.values());
        mapped.clear();
    }

    private void forget(Collection<Long> which) {
        which.forEach(map -> program.call("forget", List.of(maps), IValue.from(map)));
    }

    private long mapOf(Path file, StoredType type) {
        Mapping mapping = new Mapping(file, type);
        Long known = mapped.get(mapping);
        if (known != null) {
            return known;
        }
        map(mapping);
        mapped.put(mapping, size);
        return size++;
    }

    private void map(Mapping mapping) {
        try {
            long elements = Files.size(mapping.file()) / itemBytes(mapping.type());
            program.call(
                    "map",
                    List.of(maps),
                    IValue.from(mapping.file().toString()),
                    IValue.from(elements),
                    IValue.from(
                            mapping.type() == StoredType.U8
                                    ? BYTE
                                    : (long) Precision.of(mapping.type()).torchCode()));
        } catch (IOException e) {
            throw new UncheckedIOException(mapping.file() + " vanished while it was loaded", e);
        }
    }

    private static long itemBytes(StoredType type) {
        return type.bytes();
    }

    @Override
    public void close() {
        maps.close();
    }
}
