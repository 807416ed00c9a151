// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.SafetensorsBytes;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A LoRA adapter for the embedded checkpoint that changes nothing: all zeros. */
final class ZeroAdapter {

    private static final int RANK = 4;

    private ZeroAdapter() {}

    /** Writes it into {@code folder}, which may be missing. */
    static Path write(Path folder) throws IOException {
        ModelConfig base = embeddedConfig();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("adapter_config.json"), """
                {"peft_type": "LORA", "r": 4, "lora_alpha": 8}""");
        String module = "base_model.model.model.layers.0.mlp.up_proj.lora_";
        byte[] zeros = new SafetensorsBytes()
                .add(module + "A.weight", StoredType.F32, RANK, base.hiddenSize())
                .add(module + "B.weight", StoredType.F32, base.feedForwardSize(), RANK)
                .toArray();
        Files.write(folder.resolve("adapter_model.safetensors"), zeros);
        return folder;
    }

    private static ModelConfig embeddedConfig() {
        try (EmbeddedCheckpoint embedded = EmbeddedCheckpoint.unpack()) {
            return ModelConfig.read(embedded.folder().resolve("config.json"));
        }
    }
}
