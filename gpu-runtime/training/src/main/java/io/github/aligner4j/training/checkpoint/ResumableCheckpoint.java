// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import io.github.aligner4j.runtime.checkpoint.SafetensorsFile;
import io.github.aligner4j.runtime.checkpoint.SafetensorsWriter;
import io.github.aligner4j.runtime.checkpoint.StoredTensor;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import io.github.aligner4j.training.network.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checkpoint from which training resumes with a bitwise equal result: float32 weights, both moments of AdamW, and the progress. The
 * runtime can load it, too.
 */
public final class ResumableCheckpoint {

    private static final String STATE = "trainer.json";
    private static final String MOMENTS = "optimizer.safetensors";
    private static final String FIRST = "first.";
    private static final String SECOND = "second.";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final TrainingState state;
    private final Map<String, StoredTensor> weights;
    private final Map<String, StoredTensor> moments;

    private ResumableCheckpoint(Path folder, TrainingState state) {
        this.folder = folder;
        this.state = state;
        Path full = folder.resolve("model.safetensors");
        this.weights = SafetensorsFile.read(Files.exists(full) ? full : folder.resolve("adapter_model.safetensors"));
        this.moments = SafetensorsFile.read(folder.resolve(MOMENTS));
    }

    /** The parameters and moments of a model in training. */
    public interface Contents {

        /** Returns the i-th parameter of the layout. */
        float[] parameter(int i);

        /** Returns the first moment of the i-th trained parameter. */
        float[] firstMoment(int i);

        /** Returns the second moment of the i-th trained parameter. */
        float[] secondMoment(int i);
    }

    /** Writes a checkpoint to {@code folder} atomically. */
    public static void write(Path folder, CheckpointWriter writer, TrainingState state, Contents contents)
            throws IOException {
        FolderWriter.replace(folder, part -> {
            writer.write(part, StoredType.F32, contents::parameter);
            writeMoments(part.resolve(MOMENTS), writer.trained(), contents);
            Files.writeString(part.resolve(STATE), JSON.writeValueAsString(state));
        });
    }

    /**
     * Opens the checkpoint in {@code folder}.
     *
     * @throws CheckpointException if it is damaged
     */
    public static ResumableCheckpoint open(Path folder) {
        Path file = folder.resolve(STATE);
        try {
            return new ResumableCheckpoint(folder, JSON.readValue(file, TrainingState.class));
        } catch (JacksonException e) {
            throw new CheckpointException(
                    file,
                    "not the state of a training as this version writes it; resume with the version that started the"
                            + " training, or start again",
                    e);
        }
    }

    /** Returns the progress of the training. */
    public TrainingState state() {
        return state;
    }

    /** Returns a trained parameter. */
    public float[] parameter(Parameter parameter) {
        return find(weights, parameter.name()).floats();
    }

    /** Returns the first moment of a trained parameter. */
    public float[] firstMoment(Parameter parameter) {
        return find(moments, FIRST + parameter.name()).floats();
    }

    /** Returns the second moment of a trained parameter. */
    public float[] secondMoment(Parameter parameter) {
        return find(moments, SECOND + parameter.name()).floats();
    }

    private StoredTensor find(Map<String, StoredTensor> tensors, String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointException(
                    folder, "tensor '" + name + "' is missing, so training can't go on from here");
        }
        return tensor;
    }

    private static void writeMoments(Path file, List<Parameter> trained, Contents contents) throws IOException {
        List<TensorInfo> tensors = new ArrayList<>();
        for (String prefix : List.of(FIRST, SECOND)) {
            trained.forEach(parameter ->
                    tensors.add(new TensorInfo(prefix + parameter.name(), StoredType.F32, parameter.shape())));
        }
        int count = trained.size();
        IntFunction<float[]> values = i -> i < count ? contents.firstMoment(i) : contents.secondMoment(i - count);
        SafetensorsWriter.write(file, tensors, values);
    }
}
