// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/** The disk of the cache. */
interface Disk {

    /** The file system of this machine. */
    Disk LOCAL = new Disk() {};

    /** Returns the free bytes for this user where {@code folder} is or will be; the highest number if it is unknown. */
    default long usableBytes(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        FileStore store = Files.getFileStore(existing);
        return store.getTotalSpace() <= 0 ? Long.MAX_VALUE : store.getUsableSpace();
    }

    /** Opens a file for writing. */
    default OutputStream open(Path file, OpenOption... options) throws IOException {
        return Files.newOutputStream(file, options);
    }

    /** Creates a symbolic link. */
    default void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
    }
}
