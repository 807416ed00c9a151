// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.HubSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that names a checkpoint. */
final class CheckpointFlag {

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "DIR",
            description = "A Hugging Face checkpoint: its folder, or " + HubModels.FORM + " on the hub.")
    private String checkpoint = "";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    private @Nullable Path folder;

    /** Returns its folder, after downloading it if it is on the hub. */
    Path folder() {
        Path found = folder == null ? HubModels.folder(checkpoint, command) : folder;
        folder = found;
        return found;
    }

    /** Returns its name: that of its folder or of its repository. */
    String name() {
        return HubSource.isHub(checkpoint)
                ? HubSource.parse(checkpoint).name()
                : String.valueOf(folder().toAbsolutePath().normalize().getFileName());
    }
}
