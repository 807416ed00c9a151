// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The embedded checkpoint, unpacked for as long as it is used. */
public final class EmbeddedFolder {

    private EmbeddedFolder() {}

    /** Hands its folder over. */
    public static void use(Consumer<Path> use) {
        try (EmbeddedCheckpoint checkpoint = EmbeddedCheckpoint.unpack()) {
            use.accept(checkpoint.folder());
        }
    }
}
