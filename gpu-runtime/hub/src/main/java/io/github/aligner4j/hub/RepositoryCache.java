// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A repository in the cache, in the layout of {@code huggingface_hub}. So each finds what the other downloaded.
 *
 * <pre>
 * models--ORG--REPO/blobs/HASH                    contents
 *                   refs/REVISION                 the commit of a branch or tag
 *                   snapshots/COMMIT/PATH         relative links to blobs
 *                   trees/COMMIT.json             the files of a commit
 * .locks/models--ORG--REPO/HASH.lock
 * </pre>
 *
 * <p>Where links can't be made, a snapshot holds the contents themselves.
 *
 * @param folder folder of the repository
 * @param locks folder of its locks
 * @param symlinks true if links are made
 * @param disk the disk
 */
record RepositoryCache(Path folder, Path locks, boolean symlinks, Disk disk) {

    private static final long MAX_REF_BYTES = 1024;
    private static final long MAX_LISTING_BYTES = 64L << 20;

    static RepositoryCache of(HubSettings settings, Disk disk, HubSource source) {
        String name = "models--" + source.repository().replace("/", "--");
        return new RepositoryCache(
                settings.cache().resolve(name),
                settings.cache().resolve(".locks").resolve(name),
                settings.symlinks(),
                disk);
    }

    /** Returns the commit that the revision of {@code source} had when it was last asked for. */
    Optional<String> commit(HubSource source) {
        if (source.isPinned()) {
            return Optional.of(source.revisionOrMain());
        }
        return read(folder.resolve("refs").resolve(source.revisionOrMain()), MAX_REF_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .filter(HubSource::isCommit);
    }

    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    Path blobs() {
        return folder.resolve("blobs");
    }

    Path blob(ListedFile file) {
        return blobs().resolve(file.blobName());
    }

    /** Returns whether a snapshot has a file, in the size that the hub lists. */
    boolean has(String commit, ListedFile file) {
        return isComplete(snapshot(commit).resolve(file.path()), file);
    }

    /** Returns whether the content of a file is there, in the size that the hub lists. */
    boolean hasBlob(ListedFile file) {
        return isComplete(blob(file), file);
    }

    private static boolean isComplete(Path path, ListedFile file) {
        try {
            return Files.isRegularFile(path) && (file.size() < 0 || Files.size(path) == file.size());
        } catch (IOException e) {
            return false;
        }
    }

    Optional<RepositoryListing> listing(String commit) {
        return read(folder.resolve("trees").resolve(commit + ".json"), MAX_LISTING_BYTES)
                .flatMap(json -> RepositoryListing.parseCached(commit, json));
    }

    void write(RepositoryListing listing) throws IOException {
        Optional<byte[]> json = listing.toCached();
        if (json.isPresent()) {
            replace(folder.resolve("trees").resolve(listing.commit() + ".json"), json.get());
        }
    }

    /** Remembers the commit of a branch or tag. */
    void writeRef(HubSource source, String commit) throws IOException {
        if (!source.isPinned() && !commit(source).equals(Optional.of(commit))) {
            replace(folder.resolve("refs").resolve(source.revisionOrMain()), commit.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Puts a content that is there into a snapshot.
     *
     * @param fresh true if nothing else refers to the content yet
     */
    void link(String commit, ListedFile file, boolean fresh) throws IOException {
        Path pointer = snapshot(commit).resolve(file.path());
        Path parent = Objects.requireNonNull(pointer.getParent(), "parent");
        Path blob = blob(file);
        Files.createDirectories(parent);
        if (!symlinks || !linked(pointer, parent.relativize(blob), blob)) {
            copy(blob, pointer, fresh);
        }
    }

    private boolean linked(Path pointer, Path target, Path blob) {
        try {
            Files.deleteIfExists(pointer);
            disk.link(pointer, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            return leadsTo(pointer, blob);
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return false;
        }
    }

    /** Returns whether another process has made the same link. */
    private static boolean leadsTo(Path pointer, Path blob) {
        try {
            return Files.isSameFile(pointer, blob);
        } catch (IOException e) {
            return false;
        }
    }

    private void copy(Path blob, Path pointer, boolean fresh) throws IOException {
        if (fresh) {
            move(blob, pointer);
            return;
        }
        Path part = blobs().resolve(UUID.randomUUID() + ".incomplete");
        try {
            Files.copy(blob, part);
            move(part, pointer);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.write(part, content);
            move(part, file);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Optional<byte[]> read(Path file, long maxBytes) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= maxBytes
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
