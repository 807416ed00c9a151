// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

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

    /** Writes {@code text} to a file that only its owner can read, where the file system has owners. */
    public static void writePrivate(Path file, String text) throws IOException {
        write(file, out -> out.write(text), PrivateFile.attributes(file));
    }

    /** Writes {@code content} to a {@code .part} file beside {@code file}, and then replaces {@code file} by it. */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, new FileAttribute<?>[0]);
    }

    private static void write(Path file, Content content, FileAttribute<?>[] attributes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a terminal can't be replaced by a file.
            writeTo(file, content, attributes);
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            writeTo(part, content, attributes);
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void writeTo(Path file, Content content, FileAttribute<?>[] attributes) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        try (BufferedWriter out = new BufferedWriter(
                Channels.newWriter(Files.newByteChannel(file, options, attributes), StandardCharsets.UTF_8))) {
            content.writeTo(out);
        }
    }
}
