// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Hugging Face checkpoint folder, read and checked: {@code config.json}, {@code generation_config.json} (optional),
 * {@code tokenizer.json}, and {@code model.safetensors} or the shards that {@code model.safetensors.index.json} lists. Of the
 * tensors only headers are read.
 *
 * <p>The files must not be changed in place while the checkpoint is in use, as they are mapped into memory.
 *
 * @param folder the folder
 * @param config shape of the model
 * @param specialTokens ids of the tokens that begin and end sequences
 * @param tensors stored tensors by name; those of the model are complete and have the right shapes
 */
public record CheckpointDirectory(
        Path folder, ModelConfig config, SpecialTokenIds specialTokens, Map<String, StoredTensor> tensors) {

    private static final String CONFIG = "config.json";
    private static final String GENERATION_CONFIG = "generation_config.json";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final long MAX_CONFIG_BYTES = 4L << 20;
    private static final int MAX_LISTED = 12;

    /** Copies the map. */
    public CheckpointDirectory {
        tensors = Map.copyOf(tensors);
    }

    /**
     * Reads {@code folder}.
     *
     * @throws CheckpointException if a file is missing or damaged, or describes a model that can't be run
     */
    public static CheckpointDirectory open(Path folder) {
        requireFiles(folder);
        JsonFields fields = JsonFields.read(folder.resolve(CONFIG), MAX_CONFIG_BYTES);
        ModelConfig config = ModelConfigReader.read(fields);
        Path generation = folder.resolve(GENERATION_CONFIG);
        JsonFields generationFields =
                Files.exists(generation) ? JsonFields.read(generation, MAX_CONFIG_BYTES) : JsonFields.none(generation);
        TensorIndex index = index(folder, config);
        WeightLayout layout = new WeightLayout(config);
        index.require(layout.shared());
        IntStream.range(0, config.layers()).forEach(i -> index.require(layout.layer(i)));
        return new CheckpointDirectory(
                folder,
                config,
                SpecialTokenIds.read(generationFields, fields, config.vocabularySize()),
                index.tensors());
    }

    private static TensorIndex index(Path folder, ModelConfig config) {
        TensorIndex index = TensorIndex.read(folder);
        return config.tiedEmbedding() ? index.withTied(WeightLayout.EMBEDDING_TABLE, WeightLayout.OUTPUT) : index;
    }

    /** Returns the file of the tokenizer. */
    public Path tokenizer() {
        return folder.resolve(TOKENIZER);
    }

    /** Returns the end-of-sequence token in {@code tokenizer_config.json}; empty if it names none. */
    public Optional<String> endToken() {
        Path file = folder.resolve(TOKENIZER_CONFIG);
        return Files.exists(file) ? JsonFields.read(file, MAX_CONFIG_BYTES).tokenName("eos_token") : Optional.empty();
    }

    /** Returns the stored type of the embedding table, which is usually that of all tensors. */
    public StoredType storedType() {
        String table = new WeightLayout(config).shared().get(0).parts().get(0).tensor();
        return stored(table).type();
    }

    /**
     * Returns a stored tensor of the model.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public StoredTensor stored(String tensor) {
        StoredTensor stored = tensors.get(tensor);
        if (stored == null) {
            throw new IllegalArgumentException("there is no tensor '" + tensor + "' in " + folder);
        }
        return stored;
    }

    private static void requireFiles(Path folder) {
        ExistingFolder.requireCheckpoint(folder);
        Stream.of(CONFIG, TOKENIZER).forEach(name -> requireFile(folder, name, List.of(name)));
        requireFile(
                folder,
                TensorIndex.SINGLE + " or " + TensorIndex.INDEX,
                List.of(TensorIndex.SINGLE, TensorIndex.INDEX));
    }

    private static void requireFile(Path folder, String wanted, List<String> names) {
        if (names.stream().map(folder::resolve).noneMatch(Files::isRegularFile)) {
            throw new CheckpointException(
                    folder,
                    "the folder has no " + wanted + ", which a Hugging Face checkpoint needs; it holds "
                            + content(folder));
        }
    }

    private static String content(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            String shown = String.join(", ", names.subList(0, Math.min(MAX_LISTED, names.size())));
            return names.isEmpty() ? "nothing" : names.size() > MAX_LISTED ? shown + ", …" : shown;
        } catch (IOException e) {
            return "what can't be listed";
        }
    }
}
