package io.github.aligner4j.training.checkpoint;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders that are there whole or not at all, whenever the process is killed. */
public final class FolderWriter {

    private static final String UNFINISHED = ".part";
    private static final String REPLACED = ".old";

    private FolderWriter() {}

    /** Fills a folder. */
    @FunctionalInterface
    public interface Filler {

        /** Writes files into {@code folder}, which is empty. */
        void fill(Path folder) throws IOException;
    }

    /** Fills a folder beside {@code target} and puts it in its place; a folder that was there goes. */
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

    /** Deletes {@code folder} with all that is in it, if it is there. */
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
