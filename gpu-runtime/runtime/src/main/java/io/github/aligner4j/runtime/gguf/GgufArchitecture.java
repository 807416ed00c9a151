// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.Activation;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.util.Locale;

/** The architectures of llama.cpp to which checkpoints are exported. */
enum GgufArchitecture {
    LLAMA(Activation.SILU, true),
    GRANITE(Activation.SILU, true),
    QWEN2(Activation.SILU, false),
    GEMMA(Activation.GELU_TANH, false),
    GEMMA2(Activation.GELU_TANH, false);

    private final Activation activation;
    private final boolean interleaved;

    /**
     * Describes an architecture.
     *
     * @param activation activation function that it always has
     * @param interleaved true if rotary positions rotate neighbouring elements of a head, false if those of its two halves
     */
    GgufArchitecture(Activation activation, boolean interleaved) {
        this.activation = activation;
        this.interleaved = interleaved;
    }

    /**
     * Returns the architecture of a checkpoint.
     *
     * @throws CheckpointException if there is none
     */
    static GgufArchitecture of(CheckpointDirectory checkpoint) {
        return switch (checkpoint.config().family()) {
            case LLAMA, MISTRAL -> LLAMA;
            case GRANITE, GRANITE_HYBRID -> GRANITE;
            case QWEN2 -> QWEN2;
            case GEMMA -> GEMMA;
            case GEMMA2 -> GEMMA2;
            default ->
                throw new CheckpointException(
                        checkpoint.folder(),
                        "models of the family " + checkpoint.config().family()
                                + " can't be exported to GGUF, only LLAMA, MISTRAL, GRANITE, GRANITE_HYBRID, QWEN2, GEMMA and"
                                + " GEMMA2; convert the checkpoint with llama.cpp's convert_hf_to_gguf.py");
        };
    }

    /** Returns its name in files. */
    String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Activation activation() {
        return activation;
    }

    boolean interleaved() {
        return interleaved;
    }

    /** Returns whether it is Llama's, except for the multipliers. */
    boolean isLlama() {
        return this == LLAMA || this == GRANITE;
    }

    boolean isGemma() {
        return this == GEMMA || this == GEMMA2;
    }
}
