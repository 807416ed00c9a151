package io.github.aligner4j;

/**
 * Thrown when a layer of a stack failed and its policy is to fail closed. {@linkplain #retryable() Retryable} if the layer's own
 * failure is, which is the cause.
 */
public final class LayerFailedException extends AlignerException {

    private static final long serialVersionUID = 1L;

    private final String layer;
    private final int position;

    LayerFailedException(String layer, int position, int size, RuntimeException cause) {
        super(
                "layer '" + layer + "' (" + position + " of " + size + ") gave no correction: "
                        + Failures.describe(cause),
                cause);
        this.layer = layer;
        this.position = position;
    }

    /** Returns the layer's name. */
    public String layer() {
        return layer;
    }

    /** Returns the layer's position in its stack, counted from 1. */
    public int position() {
        return position;
    }

    @Override
    public boolean retryable() {
        return getCause() instanceof AlignerException failure && failure.retryable();
    }
}
