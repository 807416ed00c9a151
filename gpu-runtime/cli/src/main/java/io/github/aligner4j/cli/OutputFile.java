// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Checks of output files before the work starts. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Checks that {@code output} can be written, and is another file than {@code input}.
     *
     * @param option the option that names the file
     * @throws IOException with a message for the user otherwise
     */
    static void require(String option, Path output, Path input) throws IOException {
        require(option, output);
        if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
            throw new IOException(output + ": " + option + " must not be the file of --input");
        }
    }

    /**
     * Checks that {@code output} can be written.
     *
     * @param option the option that names the file
     * @throws IOException with a message for the user otherwise
     */
    static void require(String option, Path output) throws IOException {
        if (Files.isDirectory(output)) {
            throw new IOException(output + ": this is a folder; " + option + " must name a file");
        }
        Path folder = output.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(output + ": there is no folder " + folder + "; create it first");
        }
        boolean exists = Files.exists(output);
        if (!exists || Files.isRegularFile(output)) {
            Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        }
        if (!exists) {
            Files.delete(output);
        }
    }
}
