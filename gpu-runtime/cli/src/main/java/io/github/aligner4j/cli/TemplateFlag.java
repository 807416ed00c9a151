package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The template of a checkpoint that says none, or the wrong one. */
final class TemplateFlag {

    @Option(
            names = "--template",
            paramLabel = "ID",
            description =
                    "The published template that the checkpoint was trained with, instead of what its aligner.json"
                            + " says: one of aligner-7b, aligner-correction, aligner-2b, aligner-empathy.")
    private @Nullable String template;

    /**
     * Returns a descriptor with the template, null if none was given.
     *
     * @throws IllegalArgumentException if there is no such template; so it is said before a checkpoint is loaded
     */
    @Nullable CheckpointDescriptor descriptor() {
        if (template == null) {
            return null;
        }
        CheckpointDescriptor descriptor = CheckpointDescriptor.ofTemplate(template);
        descriptor.correctionTemplate();
        return descriptor;
    }
}
