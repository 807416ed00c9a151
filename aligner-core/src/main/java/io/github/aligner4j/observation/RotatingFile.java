// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.observation;

import io.github.aligner4j.RateLimitedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * A file to which lines are appended, and which is rotated when it is full. Where the file system has owners, a new file is readable
 * by its owner only.
 *
 * <p>The file is opened for each line, so it may be moved at any time. If it can't be written to, because the disk is full, the line
 * is lost: that is counted and logged, at most once a minute, and never thrown; what was written of the line is removed. Later lines
 * are written as soon as there is room. Safe for use by several threads; each line is written by the thread that appends it.
 */
final class RotatingFile {

    private static final System.Logger LOG = System.getLogger(RotatingFile.class.getName());

    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);

    private final Path file;
    private final RotatedFiles rotated;
    private final InstantSource clock;
    private final FileAttribute<?>[] ownersOnly;
    private final RateLimitedLog warnings;
    private long written;
    private long lost;
    private long lostInARow;
    private boolean torn;

    /**
     * Opens a file, which is created if it does not exist.
     *
     * @throws UncheckedIOException if the file can't be written to
     */
    RotatingFile(Path file, Rotation limits, InstantSource clock) {
        this.file = Objects.requireNonNull(file, "file");
        this.rotated = new RotatedFiles(file, limits);
        this.clock = clock;
        this.warnings = new RateLimitedLog(LOG, clock);
        boolean owned = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        this.ownersOnly = owned
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            write("");
            torn = endsInALine();
            rotated.deleteOld(clock.instant());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'" + file + "' can't be written to; name a file in a folder that exists and can be written to", e);
        }
    }

    /** Appends a line. Never throws because it can't be written. */
    synchronized void append(String line) {
        String terminated = line + '\n';
        rotateIfDue(terminated);
        try {
            write(torn ? '\n' + terminated : terminated);
            torn = false;
            written++;
            resumed();
        } catch (IOException e) {
            lost++;
            lostInARow++;
            warnings.warn(
                    "lost",
                    "a line for '" + file + "' is lost: " + e.getClass().getName()
                            + "; check that the file can be written to and the disk has room");
        }
    }

    /** Returns the number of lines that were written. */
    synchronized long written() {
        return written;
    }

    /** Returns the number of lines that could not be written. */
    synchronized long lost() {
        return lost;
    }

    private void resumed() {
        if (lostInARow > 0) {
            warnings.warn("resumed", "'" + file + "' is written to again; " + lostInARow + " lines were lost");
            lostInARow = 0;
        }
    }

    private void rotateIfDue(String line) {
        try {
            if (rotated.isDue(line.getBytes(StandardCharsets.UTF_8).length, clock.instant())) {
                rotated.rotate();
                rotated.deleteOld(clock.instant());
                torn = false;
            }
        } catch (IOException e) {
            warnings.warn(
                    "rotate",
                    "'" + file + "' can't be rotated, so it grows beyond its limit: "
                            + e.getClass().getName() + "; check that its folder can be written to");
        }
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(file, APPENDING, ownersOnly)) {
            long size = channel.size();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                undo(channel, size, bytes.position());
                throw e;
            }
        }
    }

    /** Removes what was written of a line, unless another process has written after it. */
    private void undo(FileChannel channel, long size, int count) throws IOException {
        torn = torn || count > 0;
        if (count > 0 && channel.size() == size + count) {
            channel.truncate(size);
            torn = false;
        }
    }

    /** Returns true if the file ends within a line: the process that wrote it was stopped. */
    private boolean endsInALine() throws IOException {
        long size = Files.size(file);
        if (size == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }
}
