// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.dataset;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only their owner can read, where the file system has owners, as recordings of traffic are. */
public final class PrivateFile {

    private PrivateFile() {}

    /** Opens {@code file} to append to it. A new file is readable by its owner only; one that exists stays as it is. */
    public static OutputStream append(Path file) throws IOException {
        return Channels.newOutputStream(Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), attributes(file)));
    }

    static FileAttribute<?>[] attributes(Path file) {
        boolean owned = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return owned
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
