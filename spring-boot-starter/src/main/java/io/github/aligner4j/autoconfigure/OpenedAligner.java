package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.DelegatingAligner;
import java.util.function.Supplier;

/** An Aligner with the model behind it. Closing one of several on the same model closes the model, and so all of them. */
final class OpenedAligner extends DelegatingAligner implements AutoCloseable {

    private final AutoCloseable model;
    private final Supplier<AlignerState> state;

    /**
     * Creates an Aligner that corrects by {@code aligner}.
     *
     * @param model closes the model
     * @param state returns the model's state, without running inference
     */
    OpenedAligner(Aligner aligner, AutoCloseable model, Supplier<AlignerState> state) {
        super(aligner);
        this.model = model;
        this.state = state;
    }

    AlignerState state() {
        return state.get();
    }

    @Override
    public void close() throws Exception {
        model.close();
    }
}
