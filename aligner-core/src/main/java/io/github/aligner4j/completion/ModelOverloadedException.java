// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

/** Thrown at once when a model's queue is full. {@linkplain #retryable() Retryable}. */
public final class ModelOverloadedException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    /** Creates it with the maximum number of queued requests. */
    public ModelOverloadedException(int limit) {
        super("queue is full (" + limit + " waiting); retry later or raise max-queued-requests");
        this.limit = limit;
    }

    /** Returns the maximum number of queued requests. */
    public int limit() {
        return limit;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
