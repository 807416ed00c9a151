// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.runtime.djl.TorchEngine;

/**
 * The engine that runs checkpoints in this process.
 *
 * @param libtorch the version of libtorch
 * @param flavor {@code cpu}, or CUDA's version such as {@code cu128}
 * @param location the folder of its libraries, or {@code class path}
 * @param gpus the number of CUDA devices that it can use
 * @param processor the name of the processor
 */
@Incubating
public record RuntimeEngine(String libtorch, String flavor, String location, int gpus, String processor) {

    /**
     * Starts libtorch, unless it runs already, and returns its description.
     *
     * @throws IllegalStateException if it can't be started
     */
    public static RuntimeEngine current() {
        TorchEngine.Description engine = TorchEngine.describe();
        return new RuntimeEngine(
                engine.version(), engine.flavor(), engine.location(), engine.gpus(), engine.processor());
    }
}
