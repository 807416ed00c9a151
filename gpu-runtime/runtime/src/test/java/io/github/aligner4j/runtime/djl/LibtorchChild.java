// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts libtorch, computes a sum, and writes into a file what was started, or the error. */
final class LibtorchChild {

    private LibtorchChild() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), result());
    }

    private static String result() {
        try (NDManager manager = TorchEngine.start(1).newBaseManager(Device.cpu())) {
            TorchEngine.Description engine = TorchEngine.describe();
            float sum = manager.ones(new Shape(3)).sum().toFloatArray()[0];
            return engine.version() + " " + engine.flavor() + " " + engine.location() + " " + sum;
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
