// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that look like DJL's jars. */
final class NativeFixture {

    private NativeFixture() {}

    /** Writes the description of a libtorch, without its libraries, and returns the entry for a class path. */
    static Path entry(Path folder, String classifier, String flavor) throws IOException {
        Path entry = folder.resolve(classifier + "-" + flavor);
        Path file = entry.resolve("native/lib/pytorch.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "version=2.7.1-1\nflavor=" + flavor + "\nclassifier=" + classifier + "\nlibraries=libtorch.so\n");
        return entry;
    }

    /** Writes the description of a JNI library, without the library, and returns the entry for a class path. */
    static Path jni(Path folder, String version) throws IOException {
        Path entry = folder.resolve("jni");
        Path file = entry.resolve("jnilib/pytorch.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "jni_version=" + version + "\n");
        return entry;
    }
}
