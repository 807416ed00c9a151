// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of a repository, as the hub lists it.
 *
 * @param path path in the repository, with slashes
 * @param size number of bytes, negative if unknown
 * @param blobId git's hash of the file, or of the pointer to it; null if unknown
 * @param sha256 hash of a large file (LFS), null for small ones
 */
record ListedFile(
        String path,
        long size,
        @Nullable String blobId,
        @Nullable String sha256) {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    ListedFile {
        if ((blobId != null && !SHA1.matcher(blobId).matches())
                || (sha256 != null && !SHA256.matcher(sha256).matches())) {
            throw new IllegalArgumentException("not a hash");
        }
    }

    /** Returns the file with the hash that an {@code ETag} holds: sha256 of large files, git's of small ones. */
    ListedFile withTag(String tag, long size) {
        return SHA256.matcher(tag).matches()
                ? new ListedFile(path, size, blobId, tag)
                : new ListedFile(path, size, tag, null);
    }

    /** Returns whether the content can be checked. */
    boolean isChecked() {
        return size >= 0 && (sha256 != null || blobId != null);
    }

    /** Returns the name of the content in the cache, which is its hash. */
    String blobName() {
        String name = sha256 == null ? blobId : sha256;
        if (name == null) {
            throw new IllegalStateException("no hash of " + path);
        }
        return name;
    }

    /** Returns the name without folders. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the folder, empty for the root. */
    String folder() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
