// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;

/** Checks that folders exist before their files are read. */
public final class ExistingFolder {

    private ExistingFolder() {}

    /**
     * Checks that the folder of a checkpoint exists.
     *
     * @throws CheckpointException if it does not, or is a file
     */
    public static void requireCheckpoint(Path folder) {
        require(folder, "config.json, tokenizer.json and safetensors");
    }

    /**
     * Checks that the folder of a LoRA adapter exists.
     *
     * @throws CheckpointException if it does not, or is a file
     */
    public static void requireAdapter(Path folder) {
        require(folder, "adapter_config.json and adapter_model.safetensors");
    }

    private static void require(Path folder, String content) {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path absolute = folder.toAbsolutePath().normalize();
        String where = folder.equals(absolute) ? "" : " (looked for " + absolute + ")";
        String problem = Files.exists(folder) ? "this is a file, not a folder" : "there is no such folder";
        throw new CheckpointException(
                folder,
                problem + where + existing(absolute) + "; give the folder that holds " + content
                        + "; a relative path starts from where the program was started");
    }

    private static String existing(Path absolute) {
        Path parent = absolute.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        return parent == null || parent.equals(absolute.getParent()) ? "" : "; of its path, there is only " + parent;
    }
}
