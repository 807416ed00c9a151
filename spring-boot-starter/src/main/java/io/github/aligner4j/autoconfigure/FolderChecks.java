// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.hub.HubSource;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks, before a checkpoint is loaded, that the folders of a definition exist. */
final class FolderChecks {

    private FolderChecks() {}

    static void check(String name, Definition definition) {
        String group = "aligner.aligners." + name;
        if (!definition.isEmbedded() && !HubSource.isHub(definition.checkpoint())) {
            require(group + ".checkpoint", definition.checkpoint(), AlignerProperties.EMBEDDED, "a checkpoint");
        }
        adapter(group + ".adapter", definition.adapter());
        adapter(group + ".detector-adapter", definition.detectorAdapter());
    }

    private static void adapter(String property, @Nullable String adapter) {
        if (adapter != null && !adapter.startsWith(AlignerProperties.EMBEDDED + ":") && !HubSource.isHub(adapter)) {
            require(property, adapter, null, "a LoRA adapter");
        }
    }

    private static void require(String property, String folder, @Nullable String keyword, String content) {
        Path path;
        try {
            path = Path.of(folder);
        } catch (InvalidPathException e) {
            throw new AlignerSetupException(
                    property + " is '" + folder + "', which is not a path.",
                    "Set it to the folder of " + content + ".",
                    e);
        }
        if (Files.isDirectory(path)) {
            return;
        }
        Path absolute = path.toAbsolutePath().normalize();
        String where = path.equals(absolute) ? "" : " (looked for " + absolute + ")";
        String hint =
                keyword != null && NearestNames.isSimilar(folder, keyword) ? " Did you mean '" + keyword + "'?" : "";
        throw new AlignerSetupException(
                property + " is '" + folder + "', but "
                        + (Files.exists(path) ? "that is a file, not a folder" : "there is no such folder") + where
                        + "."
                        + hint,
                "Set it to the folder of " + content
                        + (keyword == null ? " or to hf://ORG/REPO" : ", to hf://ORG/REPO, or to '" + keyword + "'")
                        + "; a relative path starts in the working directory of the application.");
    }
}
