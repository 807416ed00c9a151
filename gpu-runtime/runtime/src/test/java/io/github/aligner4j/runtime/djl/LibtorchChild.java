package io.github.aligner4j.runtime.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Starts libtorch, computes a sum, and prints what was started, or the error. */
final class LibtorchChild {

    private LibtorchChild() {}

    public static void main(String[] arguments) {
        try (NDManager manager = TorchEngine.start(1).newBaseManager(Device.cpu())) {
            TorchEngine.Description engine = TorchEngine.describe();
            float sum = manager.ones(new Shape(3)).sum().toFloatArray()[0];
            print(engine.version() + " " + engine.flavor() + " " + engine.location() + " " + sum);
        } catch (IllegalStateException e) {
            print(e.getMessage());
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
