package io.github.aligner4j.training.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all: what fails halfway leaves the file that was there before. */
public final class WholeFile {

    private WholeFile() {}

    /** What is to be in a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes it to {@code out}. */
        void writeTo(BufferedWriter out) throws IOException;
    }

    /** Writes {@code lines}, each followed by a line feed. */
    public static void write(Path file, Iterable<String> lines) throws IOException {
        write(file, out -> {
            for (String line : lines) {
                out.write(line);
                out.write('\n');
            }
        });
    }

    /** Writes {@code text} as it is. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text));
    }

    /** Writes {@code content} beside {@code file}, as {@code .part}, and then puts it in its place. */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a terminal, which nothing can take the place of.
            writeTo(file, content);
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            writeTo(part, content);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeTo(Path file, Content content) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            content.writeTo(out);
        }
    }
}
