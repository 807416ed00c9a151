// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that replaces the template of a checkpoint. */
final class TemplateFlag {

    @Option(
            names = "--template",
            paramLabel = "ID",
            description = "The published template that the checkpoint was trained with: one of aligner-7b, "
                    + "aligner-correction, aligner-2b, aligner-empathy (default: as in aligner.json).")
    private @Nullable String template;

    /**
     * Returns a descriptor with the template, null if none was given.
     *
     * @throws IllegalArgumentException if there is no such template
     */
    @Nullable CheckpointDescriptor descriptor() {
        if (template == null) {
            return null;
        }
        CheckpointDescriptor descriptor =
                CheckpointDescriptor.template(template).build();
        descriptor.correctionTemplate();
        return descriptor;
    }
}
