package io.github.aligner4j.runtime;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.runtime.djl.TorchEngine;

/**
 * The engine that runs checkpoints in this process.
 *
 * @param libtorch the version of libtorch
 * @param gpus the number of CUDA devices that it sees
 * @param processor the name of the processor
 */
@Incubating
public record RuntimeEngine(String libtorch, int gpus, String processor) {

    /**
     * Starts libtorch, unless it runs already, and returns its description.
     *
     * @throws IllegalStateException if it can't be started
     */
    public static RuntimeEngine current() {
        TorchEngine.Description engine = TorchEngine.describe();
        return new RuntimeEngine(engine.version(), engine.gpus(), engine.processor());
    }
}
