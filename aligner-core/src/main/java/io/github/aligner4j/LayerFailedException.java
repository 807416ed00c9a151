// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;

/**
 * Thrown when a layer of a stack failed and its policy is to fail closed. {@linkplain #retryable() Retryable} if the layer's own
 * last failure is, which is the cause.
 */
public final class LayerFailedException extends AlignerException {

    private static final long serialVersionUID = 1L;

    private final String layer;
    private final int position;

    /**
     * Creates it.
     *
     * @param failures the failures of the layer's attempts, at least one; the last one becomes the cause, the others are suppressed
     * @param detail describes them
     */
    LayerFailedException(String layer, int position, int size, List<RuntimeException> failures, String detail) {
        super(
                "layer '" + layer + "' (" + position + " of " + size + ") gave no correction: " + detail,
                failures.get(failures.size() - 1));
        this.layer = layer;
        this.position = position;
        failures.subList(0, failures.size() - 1).forEach(this::addSuppressed);
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
