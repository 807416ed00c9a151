package io.github.aligner4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is to be written when the work is done. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Makes sure, before the work begins, that {@code output} can be written; changes nothing.
     *
     * @param option what names the file
     * @param input what the file must not be
     * @throws IOException with a message for the user if it can't
     */
    static void require(String option, Path output, Path input) throws IOException {
        require(option, output);
        if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
            throw new IOException(output + ": " + option + " must not be the file of --input");
        }
    }

    /**
     * Makes sure, before the work begins, that {@code output} can be written; changes nothing.
     *
     * @param option what names the file
     * @throws IOException with a message for the user if it can't
     */
    static void require(String option, Path output) throws IOException {
        if (Files.isDirectory(output)) {
            throw new IOException(output + ": this is a folder; " + option + " must name a file");
        }
        Path folder = output.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IOException(output + ": there is no folder " + folder + "; create it first");
        }
        boolean there = Files.exists(output);
        if (!there || Files.isRegularFile(output)) {
            Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        }
        if (!there) {
            Files.delete(output);
        }
    }
}
