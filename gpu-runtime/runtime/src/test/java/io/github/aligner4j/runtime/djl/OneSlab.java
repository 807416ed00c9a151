// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import java.nio.file.Path;
import java.util.List;

/** Loads checkpoints onto the CPU as they are loaded onto a GPU: keys and values of all sequences in one slab. */
public final class OneSlab {

    private OneSlab() {}

    /** Returns the checkpoint in {@code folder} in float32. */
    public static TorchCausalLanguageModel load(Path folder) {
        return load(folder, true);
    }

    static TorchCausalLanguageModel load(Path folder, boolean oneSlab) {
        TorchEngine.start(1);
        Execution execution = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PREPACKED, oneSlab);
        return TorchEngine.load(CheckpointDirectory.open(folder), List.of(execution));
    }
}
