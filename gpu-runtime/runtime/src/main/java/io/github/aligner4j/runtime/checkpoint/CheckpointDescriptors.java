package io.github.aligner4j.runtime.checkpoint;

import com.fasterxml.jackson.annotation.Nulls;
import io.github.aligner4j.template.CorrectionTemplates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds out how a checkpoint was trained to be asked: from {@code aligner.json}, else from a name that is known. */
public final class CheckpointDescriptors {

    private static final String FILE = "aligner.json";
    private static final long LARGEST_CONFIG = 4L << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .changeDefaultNullHandling(handling -> handling.withContentNulls(Nulls.FAIL))
            .build();

    private CheckpointDescriptors() {}

    /**
     * Returns the descriptor of the checkpoint in {@code folder}.
     *
     * @throws CheckpointException if there is no such folder, or neither a readable {@code aligner.json} nor a known name in {@code config.json}
     *     or in the folder's own name
     */
    public static CheckpointDescriptor read(Path folder) {
        ExistingFolder.requireCheckpoint(folder);
        return find(folder)
                .orElseThrow(() -> new CheckpointException(
                        folder,
                        "no " + FILE
                                + ", and no Aligner that is known by its name; write one that names the template the "
                                + "checkpoint was trained with, such as {\"template\": \"aligner-7b\"}; templates are "
                                + CorrectionTemplates.ids()));
    }

    /**
     * Returns the descriptor of the checkpoint in {@code folder}, if there is one.
     *
     * @throws CheckpointException if {@code aligner.json} can't be read
     */
    public static Optional<CheckpointDescriptor> find(Path folder) {
        return own(folder)
                .or(() -> known(String.valueOf(folder.toAbsolutePath().getFileName())))
                .or(() -> nameInConfig(folder).flatMap(CheckpointDescriptors::known));
    }

    /**
     * Returns what {@code aligner.json} in {@code folder} says, if there is one.
     *
     * @throws CheckpointException if it can't be read
     */
    public static Optional<CheckpointDescriptor> own(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(parse(file)) : Optional.empty();
    }

    /**
     * Returns what {@code file} says, wherever it lies.
     *
     * @throws CheckpointException if it can't be read, or describes nothing
     */
    public static CheckpointDescriptor readFile(Path file) {
        return parse(file);
    }

    private static CheckpointDescriptor parse(Path file) {
        try {
            CheckpointDescriptor descriptor = JSON.readValue(file, CheckpointDescriptor.class);
            descriptor.correctionTemplate();
            return descriptor;
        } catch (JacksonException | IllegalArgumentException e) {
            String why = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
            throw new CheckpointException(file, "not a descriptor: " + why, e);
        }
    }

    private static Optional<CheckpointDescriptor> known(String name) {
        return CorrectionTemplates.idByCheckpointName(name).map(CheckpointDescriptor::ofTemplate);
    }

    private static Optional<String> nameInConfig(Path folder) {
        Path config = folder.resolve("config.json");
        if (!Files.exists(config)) {
            return Optional.empty();
        }
        JsonNode name = JsonFields.read(config, LARGEST_CONFIG).value("_name_or_path");
        return name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
    }
}
