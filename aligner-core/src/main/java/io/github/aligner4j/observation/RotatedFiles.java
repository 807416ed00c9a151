// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The files beside one that is appended to: {@code NAME.1}, {@code NAME.2} and so on. For one thread at a time.
 *
 * @param file the file that is appended to
 * @param limits the limits of all files
 */
record RotatedFiles(Path file, Rotation limits) {

    /** Returns true if the next line, of {@code bytes} bytes, begins a new file. */
    boolean isDue(long bytes, Instant now) throws IOException {
        if (limits.isNone() || !Files.exists(file)) {
            return false;
        }
        long size = Files.size(file);
        boolean full = size > 0 && size > limits.maxFileSize() - bytes;
        return full || (size > 0 && limits.maxAge() != null && day(modified(file)) < day(now));
    }

    /** Renames the file and those before it, and deletes those that are too many. */
    void rotate() throws IOException {
        int count = 0;
        while (Files.exists(rotated(count + 1))) {
            count++;
        }
        for (int number = count; number >= limits.maxFiles() - 1 && number > 0; number--) {
            Files.delete(rotated(number));
            count--;
        }
        for (int number = count; number > 0; number--) {
            move(rotated(number), rotated(number + 1));
        }
        if (limits.maxFiles() == 1) {
            Files.delete(file);
        } else {
            move(file, rotated(1));
        }
    }

    /** Deletes the files whose last line is older than the limit. */
    void deleteOld(Instant now) throws IOException {
        if (limits.maxAge() == null) {
            return;
        }
        Instant oldest = now.minus(limits.maxAge());
        int count = 1;
        while (Files.exists(rotated(count))) {
            count++;
        }
        for (int number = count - 1; number > 0 && modified(rotated(number)).isBefore(oldest); number--) {
            Files.delete(rotated(number));
        }
    }

    private Path rotated(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Instant modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static long day(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
    }
}
