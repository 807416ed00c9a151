// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The incomplete content of a blob, which this download alone writes.
 *
 * <p>The first process writes {@code HASH.incomplete}, a second one at the same time {@code HASH.1.incomplete}, and so on: nobody
 * waits for another, who may hang, and at worst a file is downloaded twice. The part of a process that died is continued by the
 * next one. On a file system without locks, each download has a part of its own, which nobody continues.
 */
final class PartFile implements AutoCloseable {

    private static final int MAX_PARTS = 64;

    private final Path path;
    private final @Nullable PartLock lock;

    private PartFile(Path path, @Nullable PartLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static PartFile open(RepositoryCache cache, ListedFile file) throws IOException {
        Files.createDirectories(cache.blobs());
        try {
            Files.createDirectories(cache.locks());
            for (int i = 0; i < MAX_PARTS; i++) {
                Optional<PartLock> lock = PartLock.tryLock(lock(cache, file, i));
                if (lock.isPresent()) {
                    return new PartFile(part(cache, file, i), lock.get());
                }
            }
        } catch (IOException e) {
            return unlocked(cache, file);
        }
        return unlocked(cache, file);
    }

    /** Returns the number of bytes of a file that an earlier download left. */
    static long left(RepositoryCache cache, ListedFile file) {
        return Math.min(file.size(), Transfer.size(part(cache, file, 0)));
    }

    /** Deletes the parts that other processes left, as the content is there. */
    static void deleteOthers(RepositoryCache cache, ListedFile file) throws IOException {
        for (int i = 0; i < MAX_PARTS; i++) {
            if (Files.exists(part(cache, file, i))) {
                Optional<PartLock> lock = PartLock.tryLock(lock(cache, file, i));
                if (lock.isPresent()) {
                    deleteAndRelease(part(cache, file, i), lock.get());
                }
            }
        }
    }

    private static void deleteAndRelease(Path part, PartLock lock) throws IOException {
        try {
            Files.deleteIfExists(part);
        } finally {
            lock.close();
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (lock == null) {
            Files.deleteIfExists(path);
        } else {
            lock.close();
        }
    }

    private static PartFile unlocked(RepositoryCache cache, ListedFile file) {
        return new PartFile(cache.blobs().resolve(file.blobName() + "." + UUID.randomUUID() + ".incomplete"), null);
    }

    private static Path part(RepositoryCache cache, ListedFile file, int i) {
        return cache.blobs().resolve(name(file, i) + ".incomplete");
    }

    private static Path lock(RepositoryCache cache, ListedFile file, int i) {
        return cache.locks().resolve(name(file, i) + ".lock");
    }

    private static String name(ListedFile file, int i) {
        return i == 0 ? file.blobName() : file.blobName() + "." + i;
    }
}
