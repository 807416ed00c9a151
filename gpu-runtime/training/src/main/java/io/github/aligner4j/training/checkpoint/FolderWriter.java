// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.checkpoint;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Replaces folders atomically: a killed process leaves the old folder or the new one. */
public final class FolderWriter {

    private static final String UNFINISHED = ".part";
    private static final String REPLACED = ".old";

    private FolderWriter() {}

    /** The content of a folder. */
    @FunctionalInterface
    public interface Filler {

        /** Writes files into {@code folder}, which is empty. */
        void fill(Path folder) throws IOException;
    }

    /** Writes a folder beside {@code target} and moves it there, replacing an existing one. */
    public static void replace(Path target, Filler filler) throws IOException {
        Path part = beside(target, UNFINISHED);
        Path old = beside(target, REPLACED);
        delete(part);
        Files.createDirectories(part);
        fill(part, filler);
        delete(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static void fill(Path part, Filler filler) throws IOException {
        boolean filled = false;
        try {
            filler.fill(part);
            filled = true;
        } finally {
            if (!filled) {
                delete(part);
            }
        }
    }

    /** Deletes {@code folder} and everything in it, if it exists. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Files.walkFileTree(folder, new Deletion());
        }
    }

    private static Path beside(Path target, String suffix) {
        return target.resolveSibling(target.getFileName() + suffix);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
