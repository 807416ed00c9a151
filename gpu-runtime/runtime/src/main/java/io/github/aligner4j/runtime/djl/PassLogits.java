package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logits of the latest pass, on the device. A row is copied from there only when it is read, which in greedy decoding
 * hardly ever happens: the most likely tokens are enough. Owns native memory until closed, which the next pass does.
 */
final class PassLogits implements AutoCloseable {

    static final PassLogits NONE = new PassLogits(null, null);

    private final @Nullable TorchProgram program;
    private final @Nullable IValue logits;
    private boolean closed;

    /**
     * Takes over the logits of a pass.
     *
     * @param logits shape [scored tokens, vocabulary size]
     */
    PassLogits(@Nullable TorchProgram program, @Nullable IValue logits) {
        this.program = program;
        this.logits = logits;
    }

    /** Returns id and logit of the most likely token, for each scored token of the pass. */
    float[] best() {
        return read("best");
    }

    /** Returns the logits behind a scored token of the pass. */
    float[] row(int row) {
        return read("picked", IValue.from((long) row), IValue.from(row + 1L));
    }

    private float[] read(String method, IValue... arguments) {
        if (closed || program == null || logits == null) {
            throw new IllegalStateException("scores can't be read after the next forward pass of the model");
        }
        return program.floats(method, List.of(logits), arguments);
    }

    @Override
    public void close() {
        if (!closed && logits != null) {
            closed = true;
            logits.close();
        }
    }
}
