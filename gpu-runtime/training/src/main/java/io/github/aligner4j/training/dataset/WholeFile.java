package io.github.aligner4j.training.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files atomically: if writing fails, the former file stays as it was. */
public final class WholeFile {

    private WholeFile() {}

    /** The content of a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes the content to {@code out}. */
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

    /** Writes {@code text}. */
    public static void write(Path file, String text) throws IOException {
        write(file, out -> out.write(text));
    }

    /** Writes {@code content} to a {@code .part} file beside {@code file}, and then replaces {@code file} by it. */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a terminal can't be replaced by a file.
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
