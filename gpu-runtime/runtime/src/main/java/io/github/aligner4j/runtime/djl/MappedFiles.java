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
 * Files of tensors, each mapped once for each type it holds, and places in them as a program takes them. Forgetting the maps
 * after each weight keeps only those pages in memory that a weight is still a view of: the rest of a file has been copied.
 */
final class MappedFiles implements AutoCloseable {

    /** libtorch's code of bytes. */
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

    /** Returns the maps, for a program that is given places. */
    IValue maps() {
        return maps;
    }

    /**
     * Returns where a tensor lies: map, first element, elements, columns, repeats.
     *
     * @param columns in how many columns it is read
     * @param repeats how often its rows occur
     */
    long[] place(StoredTensor stored, long columns, int repeats) {
        long itemBytes = itemBytes(stored.type());
        long elements = stored.bytes() / itemBytes;
        return stored.aligned()
                ? new long[] {
                    mapOf(stored.file(), stored.type()), stored.offset() / itemBytes, elements, columns, repeats
                }
                : new long[] {copyOf(stored), 0, elements, columns, repeats};
    }

    /** Copies a tensor that can't be mapped, as it lies between elements, and returns its map until {@link #forgetMerged}. */
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

    /** Returns where a matrix lies. */
    long[] place(StoredTensor matrix) {
        return place(matrix, matrix.shape().get(1), 1);
    }

    /** Computes a matrix with an adapter merged into it, in float32, and returns its place until {@link #forgetMerged}. */
    long[] merge(StoredTensor matrix, LoraFactors factors) {
        IValue[] places = {
            IValue.listFrom(place(matrix)),
            IValue.listFrom(place(factors.down())),
            IValue.listFrom(place(factors.up())),
            IValue.from(factors.scale())
        };
        program.call("merge", List.of(maps), places);
        long rows = matrix.shape().get(0);
        long columns = matrix.shape().get(1);
        merged.add(size);
        return new long[] {size++, 0, rows * columns, columns, 1};
    }

    /** Lets the memory of merged matrices and of copies go. */
    void forgetMerged() {
        forget(merged);
        merged.clear();
    }

    /** Lets all maps and merged matrices go; places are void. What views them keeps them. */
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
