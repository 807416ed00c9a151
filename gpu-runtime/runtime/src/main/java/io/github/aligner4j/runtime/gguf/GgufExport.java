// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.LoraAdapter;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Exports a checkpoint and its LoRA adapters to GGUF, for llama.cpp and engines built on it.
 *
 * <p>The file has the same weights, so with float32 an engine chooses the same tokens, up to rounding. Steering vectors, the
 * copy constraint and the frame of {@code aligner.json} are not part of the format: they stay with the caller.
 */
@Incubating
public final class GgufExport {

    private final CheckpointDirectory checkpoint;
    private final GgufModel model;
    private final GgufTokenizer tokenizer;

    private GgufExport(CheckpointDirectory checkpoint) {
        this.checkpoint = checkpoint;
        this.model = GgufModel.of(checkpoint);
        this.tokenizer = GgufTokenizer.read(checkpoint);
    }

    /**
     * Prepares the export of a checkpoint.
     *
     * @throws CheckpointException if llama.cpp has no equal of the model or of its tokenizer
     */
    public static GgufExport of(CheckpointDirectory checkpoint) {
        return new GgufExport(checkpoint);
    }

    /** Returns what an engine will do differently than the checkpoint's files say, one sentence each; usually none. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>(model.differences());
        differences.addAll(tokenizer.differences());
        return differences;
    }

    /**
     * Writes the checkpoint, replacing {@code file} when it is complete.
     *
     * @param type type of the matrices, F32, F16 or BF16; all other weights are float32
     * @throws IOException if the file can't be written
     */
    public void write(Path file, StoredType type) throws IOException {
        GgufMetadata metadata = start("model");
        metadata.putCount("general.file_type", fileType(type));
        model.describe(metadata);
        tokenizer.describe(metadata);
        GgufFileWriter.write(file, metadata, new GgufTensors(model).weights(type));
    }

    /**
     * Writes an adapter for the exported checkpoint, replacing {@code file} when it is complete.
     *
     * @throws CheckpointException if it is an activated adapter
     * @throws IOException if the file can't be written
     */
    public void writeAdapter(Path file, LoraAdapter adapter) throws IOException {
        if (!adapter.invocation().isEmpty()) {
            throw new CheckpointException(
                    adapter.folder(),
                    "an activated LoRA (alora_invocation_tokens) can't be exported to GGUF, as it would act on all tokens;"
                            + " convert it with llama.cpp's convert_lora_to_gguf.py");
        }
        GgufMetadata metadata = start("adapter");
        metadata.putText("adapter.type", "lora");
        // 0: the factors are used as they are, as their scale is in one of them.
        metadata.putNumber("adapter.lora.alpha", 0);
        GgufFileWriter.write(file, metadata, new GgufTensors(model).factors(adapter));
    }

    private GgufMetadata start(String kind) {
        GgufMetadata metadata = new GgufMetadata();
        metadata.putText("general.architecture", model.architecture().fileName());
        metadata.putText("general.type", kind);
        Path name = checkpoint.folder().toAbsolutePath().normalize().getFileName();
        metadata.putText("general.name", String.valueOf(name));
        return metadata;
    }

    private static int fileType(StoredType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 32;
            default -> throw new IllegalArgumentException("a GGUF file is written in F32, F16 or BF16, not in " + type);
        };
    }
}
