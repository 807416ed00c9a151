// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.DelegatingAligner;
import java.util.function.Supplier;

/** An Aligner with the model behind it. Closing one of several on the same model closes the model, and so all of them. */
final class OpenedAligner extends DelegatingAligner implements AutoCloseable {

    private final Runnable closing;
    private final Supplier<AlignerState> state;
    private final Aligner everything;

    /**
     * Creates an Aligner that corrects by {@code aligner}.
     *
     * @param closing closes the model
     * @param state returns the model's state, without running inference
     */
    OpenedAligner(Aligner aligner, Runnable closing, Supplier<AlignerState> state) {
        this(aligner, closing, state, aligner);
    }

    private OpenedAligner(Aligner aligner, Runnable closing, Supplier<AlignerState> state, Aligner everything) {
        super(aligner);
        this.closing = closing;
        this.state = state;
        this.everything = everything;
    }

    /** Returns a copy that is warmed up by {@code everything}: the same Aligner, without a detector that would skip the correction. */
    OpenedAligner warmedUpBy(Aligner everything) {
        return new OpenedAligner(delegate(), closing, state, everything);
    }

    /** Returns the Aligner whose corrections warm up all that a correction of this one can need. */
    Aligner everything() {
        return everything;
    }

    AlignerState state() {
        return state.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
