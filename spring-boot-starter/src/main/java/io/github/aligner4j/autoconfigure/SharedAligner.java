package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.runtime.CheckpointAligner;

/** One of several Aligners of a loaded checkpoint. Closing one closes the checkpoint, and so all of them. */
final class SharedAligner extends DelegatingAligner implements AutoCloseable {

    private final CheckpointAligner checkpoint;

    /**
     * Creates an Aligner that corrects by {@code aligner}.
     *
     * @param checkpoint the loaded checkpoint
     * @param aligner the checkpoint itself, or one of its adapters
     */
    SharedAligner(CheckpointAligner checkpoint, Aligner aligner) {
        super(aligner);
        this.checkpoint = checkpoint;
    }

    CheckpointAligner checkpoint() {
        return checkpoint;
    }

    @Override
    public void close() {
        checkpoint.close();
    }
}
