// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.checkpoint.CheckpointWriter;
import io.github.aligner4j.training.checkpoint.FolderWriter;
import io.github.aligner4j.training.initialization.WeightInitializer;
import io.github.aligner4j.training.network.Parameter;
import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.tokenizer.ByteLevelBpe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes an untrained checkpoint: a tokenizer trained on given texts, and initial weights.
 *
 * @param config a {@code config.json} whose vocabulary size and special tokens are replaced
 * @param descriptor the descriptor of the Aligner; null for a model that is not an Aligner
 * @param vocabularySize the maximum vocabulary size of the tokenizer
 * @param seed the seed of the initial weights
 * @param copyCircuit true if induction heads that copy are added to the random initial weights
 */
public record NewCheckpoint(
        Path config, @Nullable CheckpointDescriptor descriptor, int vocabularySize, long seed, boolean copyCircuit) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * Writes the checkpoint to {@code folder} atomically.
     *
     * @param texts the texts that the tokenizer is trained on
     * @throws IOException if the configuration can't be read
     * @throws io.github.aligner4j.runtime.checkpoint.CheckpointException if the runtime does not support the model
     * @throws IllegalArgumentException if the copy circuit does not fit the shape of the model
     */
    public void write(Path folder, Iterable<String> texts) throws IOException {
        ObjectNode json = read();
        ByteLevelBpe tokenizer = ByteLevelBpe.train(texts, vocabularySize);
        json.put("vocab_size", tokenizer.vocabularySize());
        json.put("bos_token_id", ByteLevelBpe.BEGIN).put("eos_token_id", ByteLevelBpe.END);
        // The writer copies these files as those of a base checkpoint.
        FolderWriter.replace(folder, part -> {
            Path parts = Files.createDirectory(part.resolve("parts"));
            Files.writeString(parts.resolve("config.json"), JSON.writeValueAsString(json));
            ModelConfig shape = ModelConfig.read(parts.resolve("config.json"));
            Files.writeString(parts.resolve("tokenizer.json"), tokenizer.tokenizerJson());
            Files.writeString(
                    parts.resolve("tokenizer_config.json"), ByteLevelBpe.tokenizerConfigJson(shape.contextTokens()));
            Files.writeString(parts.resolve("generation_config.json"), generationConfig());
            ParameterLayout layout = ParameterLayout.full(shape);
            WeightInitializer values = new WeightInitializer(shape, seed, copyCircuit);
            List<Parameter> parameters = layout.parameters();
            new CheckpointWriter(parts, layout, descriptor)
                    .write(part, StoredType.F32, i -> values.weight(parameters.get(i)));
            FolderWriter.delete(parts);
        });
    }

    private ObjectNode read() throws IOException {
        if (!Files.isRegularFile(config)) {
            throw new IOException(config + ": there is no such file");
        }
        try {
            if (JSON.readTree(config) instanceof ObjectNode json) {
                return json;
            }
            throw new IOException(config + ": a JSON object is expected");
        } catch (JacksonException e) {
            throw new IOException(config + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String generationConfig() {
        return JSON.writeValueAsString(JSON.createObjectNode()
                .put("bos_token_id", ByteLevelBpe.BEGIN)
                .put("eos_token_id", ByteLevelBpe.END)
                .put("do_sample", false));
    }
}
