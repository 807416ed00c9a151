// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import io.github.aligner4j.llm.ClauseWords;
import io.github.aligner4j.llm.CorrectionVerification;
import io.github.aligner4j.llm.DeletionConditions;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.template.FramedTemplate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Finds, reads and writes the descriptors of checkpoints: {@code aligner.json}, or those of published Aligners by name. */
public final class CheckpointDescriptors {

    /** Version of {@code aligner.json} that this library writes, and the newest that it reads. */
    public static final int SCHEMA = 1;

    private static final String FILE = "aligner.json";
    private static final long MAX_BYTES = 4L << 20;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private CheckpointDescriptors() {}

    /**
     * Returns the descriptor of the checkpoint in {@code folder}.
     *
     * @throws CheckpointException if there is no such folder, or neither a readable {@code aligner.json} nor a known name in
     *     {@code config.json} or in the folder's own name
     */
    public static CheckpointDescriptor read(Path folder) {
        return read(folder, nameOf(folder));
    }

    /**
     * Returns the descriptor of the checkpoint in {@code folder}.
     *
     * @param name name under which the checkpoint was published, with or without an organization
     * @throws CheckpointException if there is no such folder, or neither a readable {@code aligner.json} nor a known name
     */
    public static CheckpointDescriptor read(Path folder, String name) {
        ExistingFolder.requireCheckpoint(folder);
        return find(folder, name)
                .orElseThrow(() -> new CheckpointException(
                        folder,
                        "no " + FILE
                                + ", and no Aligner that is known by its name; write one that names the template the "
                                + "checkpoint was trained with, such as {\"template\": \"aligner-7b\"}, or name the template "
                                + "where you name the checkpoint; templates are "
                                + CorrectionTemplates.ids()));
    }

    /**
     * Returns the descriptor of the checkpoint in {@code folder}, if there is one.
     *
     * @throws CheckpointException if {@code aligner.json} can't be read
     */
    public static Optional<CheckpointDescriptor> find(Path folder) {
        return find(folder, nameOf(folder));
    }

    /**
     * Returns the descriptor of the checkpoint in {@code folder}, if there is one.
     *
     * @param name name under which the checkpoint was published, with or without an organization
     * @throws CheckpointException if {@code aligner.json} can't be read
     */
    public static Optional<CheckpointDescriptor> find(Path folder, String name) {
        return own(folder).or(() -> known(name)).or(() -> nameInConfig(folder).flatMap(CheckpointDescriptors::known));
    }

    /**
     * Returns the contents of {@code aligner.json} in {@code folder}, if there is one.
     *
     * @throws CheckpointException if it can't be read
     */
    public static Optional<CheckpointDescriptor> own(Path folder) {
        Path file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(readFile(file)) : Optional.empty();
    }

    /**
     * Returns the contents of {@code file}, whatever its name is.
     *
     * @throws CheckpointException if it can't be read, is of a newer schema, or is not a valid descriptor
     */
    public static CheckpointDescriptor readFile(Path file) {
        return DescriptorReader.read(JsonFields.read(file, MAX_BYTES));
    }

    /** Returns {@code descriptor} as the text of an {@code aligner.json}, without the fields that have their defaults. */
    public static String toJson(CheckpointDescriptor descriptor) {
        ObjectNode json = JSON.createObjectNode().put("schema", SCHEMA);
        addFormat(json, descriptor.format());
        CheckpointDescriptor.Window window = descriptor.window();
        if (window != null) {
            ObjectNode object = json.putObject("window")
                    .put("answerCharacters", window.answerCharacters())
                    .put("questionCharacters", window.questionCharacters())
                    .put("minShare", window.minShare());
            if (window.maxWindows() != Integer.MAX_VALUE) {
                object.put("maxWindows", window.maxWindows());
            }
        }
        CheckpointDescriptor.Steering steering = descriptor.steering();
        if (steering != null) {
            json.putObject("steering").put("vectors", steering.vectors()).put("default", steering.defaultStrength());
        }
        CheckpointDescriptor.Detector detector = descriptor.detector();
        if (detector != null) {
            addDetector(json.putObject("detector"), detector);
        }
        if (descriptor.copyBias() != 0) {
            json.putObject("decoding").put("copy", descriptor.copyBias());
        }
        if (descriptor.licence() != null) {
            json.put("licence", descriptor.licence());
        }
        return JSON.writeValueAsString(json) + "\n";
    }

    private static void addDetector(ObjectNode json, CheckpointDescriptor.Detector detector) {
        json.put("name", detector.name())
                .put("changed", detector.changed())
                .put("unchanged", detector.unchanged())
                .put("threshold", detector.threshold());
        CorrectionVerification verification = detector.verification();
        if (verification != null) {
            addVerification(json.putObject("verify"), verification);
        }
    }

    private static void addVerification(ObjectNode json, CorrectionVerification verification) {
        json.put("maxScore", verification.maxScore()).put("minLogprob", verification.minLogprob());
        DeletionConditions deletion = verification.deletion();
        if (deletion != null) {
            ObjectNode object = json.putObject("deletion")
                    .put("minScore", deletion.minScore())
                    .put("maxScore", deletion.maxScore())
                    .put("minLogprob", deletion.minLogprob());
            addWords(object, deletion.words());
        }
    }

    private static void addWords(ObjectNode json, ClauseWords words) {
        if (!words.equals(ClauseWords.ENGLISH)) {
            words.conjunctions().stream().sorted().forEach(json.putArray("conjunctions")::add);
            words.unfinished().stream().sorted().forEach(json.putArray("unfinished")::add);
        }
    }

    private static void addFormat(ObjectNode json, PromptFormat format) {
        CheckpointDescriptor.CustomPrompt prompt = format.prompt();
        if (format.template() != null) {
            json.put("template", format.template());
        }
        if (prompt != null) {
            ObjectNode object = json.putObject("prompt").put("text", prompt.text());
            prompt.labels().forEach(object.putArray("labels")::add);
            object.put("bar", prompt.bar());
            if (prompt.contextCharacters() != FramedTemplate.DEFAULT_CONTEXT_CHARACTERS) {
                object.put("contextCharacters", prompt.contextCharacters());
            }
        }
        if (format.answerPrefix() != null) {
            json.put("answerPrefix", format.answerPrefix());
        }
        if (!format.aspects().isEmpty()) {
            format.aspects().forEach(json.putArray("aspects")::add);
        }
        if (format.chatFormat() != null) {
            json.put("chatFormat", format.chatFormat());
        }
        if (format.multiTurn()) {
            json.put("multiTurn", true);
        }
    }

    private static String nameOf(Path folder) {
        return String.valueOf(folder.toAbsolutePath().getFileName());
    }

    private static Optional<CheckpointDescriptor> known(String name) {
        return CorrectionTemplates.idByCheckpointName(name)
                .map(id -> CheckpointDescriptor.template(id).build());
    }

    private static Optional<String> nameInConfig(Path folder) {
        Path config = folder.resolve("config.json");
        if (!Files.exists(config)) {
            return Optional.empty();
        }
        JsonNode name = JsonFields.read(config, MAX_BYTES).value("_name_or_path");
        return name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
    }
}
