package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.DelegatingAligner;
import java.util.function.Supplier;

/** An Aligner with the model behind it. Closing one of several on the same model closes the model, and so all of them. */
final class OpenedAligner extends DelegatingAligner implements AutoCloseable {

    private final Runnable closing;
    private final Supplier<AlignerState> state;

    /**
     * Creates an Aligner that corrects by {@code aligner}.
     *
     * @param closing closes the model
     * @param state returns the model's state, without running inference
     */
    OpenedAligner(Aligner aligner, Runnable closing, Supplier<AlignerState> state) {
        super(aligner);
        this.closing = closing;
        this.state = state;
    }

    AlignerState state() {
        return state.get();
    }

    @Override
    public void close() {
        closing.run();
    }
}
