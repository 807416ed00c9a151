// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to write a part file, among all processes.
 *
 * <p>Within this JVM a set of names decides, before the file of the lock is opened: on POSIX systems, closing any channel of a
 * file releases all locks that the process has on it.
 */
final class PartLock implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private PartLock(Path file, FileChannel channel, @Nullable FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock, if nobody has it.
     *
     * @throws IOException if the file system has no locks
     */
    static Optional<PartLock> tryLock(Path file) throws IOException {
        Path name = file.toAbsolutePath().normalize();
        if (!HELD.add(name)) {
            return Optional.empty();
        }
        PartLock lock = null;
        try {
            lock = open(name);
        } finally {
            if (lock == null) {
                HELD.remove(name);
            }
        }
        if (lock.lock == null) {
            lock.close();
            return Optional.empty();
        }
        return Optional.of(lock);
    }

    private static PartLock open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            return new PartLock(file, channel, channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return new PartLock(file, channel, null);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
