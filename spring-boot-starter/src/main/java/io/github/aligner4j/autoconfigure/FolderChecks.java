package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks for folders that properties name and that are not there, before anything is loaded. */
final class FolderChecks {

    private FolderChecks() {}

    static void check(String name, Definition definition) {
        String group = "aligner.aligners." + name;
        if (!definition.isEmbedded()) {
            require(group + ".checkpoint", definition.checkpoint(), AlignerProperties.EMBEDDED, "a checkpoint");
        }
        String adapter = definition.adapter();
        if (adapter != null && !adapter.startsWith(AlignerProperties.EMBEDDED + ":")) {
            require(group + ".adapter", adapter, null, "a LoRA adapter");
        }
    }

    private static void require(String property, String folder, @Nullable String word, String content) {
        Path path;
        try {
            path = Path.of(folder);
        } catch (InvalidPathException e) {
            throw new AlignerSetupException(
                    property + " is '" + folder + "', which is no path.",
                    "Set it to the folder of " + content + ".",
                    e);
        }
        if (Files.isDirectory(path)) {
            return;
        }
        Path absolute = path.toAbsolutePath().normalize();
        String where = path.equals(absolute) ? "" : " (looked for " + absolute + ")";
        String meant = word != null && NearestNames.near(folder, word) ? " Did you mean '" + word + "'?" : "";
        throw new AlignerSetupException(
                property + " is '" + folder + "', but "
                        + (Files.exists(path) ? "that is a file, not a folder" : "there is no such folder") + where
                        + "."
                        + meant,
                "Set it to the folder of " + content + (word == null ? "" : ", or to '" + word + "'")
                        + "; a relative path starts from where the application was started.");
    }
}
