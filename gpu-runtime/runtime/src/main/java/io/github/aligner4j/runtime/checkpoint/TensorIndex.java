// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of a checkpoint by name, from one safetensors file or from the shards that an index lists. */
final class TensorIndex {

    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final long MAX_INDEX_BYTES = 64L << 20;

    private final Path file;
    private final Map<String, StoredTensor> tensors;

    private TensorIndex(Path file, Map<String, StoredTensor> tensors) {
        this.file = file;
        this.tensors = tensors;
    }

    /** Reads the single file if it is there, as transformers does, else the index and its shards. */
    static TensorIndex read(Path folder) {
        Path single = folder.resolve(SINGLE);
        return Files.exists(single)
                ? new TensorIndex(single, SafetensorsFile.read(single))
                : sharded(folder, folder.resolve(INDEX));
    }

    private static TensorIndex sharded(Path folder, Path index) {
        JsonFields shardByTensor = JsonFields.read(index, MAX_INDEX_BYTES).object("weight_map");
        Map<String, Map<String, StoredTensor>> shards = new HashMap<>();
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : shardByTensor.keys()) {
            String shard = shardByTensor.text(name);
            if (!shard.matches("[\\w.-]+\\.safetensors") || !Files.isRegularFile(folder.resolve(shard))) {
                throw shardByTensor.wrong(name, "a safetensors file of the same folder");
            }
            StoredTensor tensor = shards.computeIfAbsent(shard, s -> SafetensorsFile.read(folder.resolve(s)))
                    .get(name);
            if (tensor == null) {
                throw new CheckpointException(
                        index, "tensor '" + name + "' should be in " + shard + ", which lacks it; download both again");
            }
            tensors.put(name, tensor);
        }
        return new TensorIndex(index, tensors);
    }

    /**
     * Returns the index with the embedding table under both of its names, for a model whose output layer is its embedding
     * table: files of such models have it under either.
     */
    TensorIndex withTied(String table, String output) {
        StoredTensor stored = tensors.get(output);
        if (stored == null || tensors.containsKey(table)) {
            return this;
        }
        Map<String, StoredTensor> both = new LinkedHashMap<>(tensors);
        both.put(table, stored);
        return new TensorIndex(file, both);
    }

    /** Checks that all weights are present, with the right shapes and a type that can be run. */
    void require(List<Weight> weights) {
        weights.stream().flatMap(weight -> weight.parts().stream()).forEach(this::require);
    }

    private void require(Weight.Part part) {
        StoredTensor tensor = tensors.get(part.tensor());
        if (tensor == null) {
            throw new CheckpointException(
                    file, "tensor '" + part.tensor() + "' is missing, which config.json makes necessary");
        }
        if (!tensor.shape().equals(part.shape())) {
            throw new CheckpointException(
                    tensor.file(),
                    "tensor '" + tensor.name() + "' has shape " + tensor.shape() + ", but config.json makes it "
                            + part.shape());
        }
        tensor.requireRunnable();
    }

    Map<String, StoredTensor> tensors() {
        return tensors;
    }
}
