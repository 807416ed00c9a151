package io.github.aligner4j.completion;

/** Thrown at once when a model's queue is full; the same call may succeed later. */
public final class ModelOverloadedException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    private final int limit;

    /** Creates it with the number of requests that may wait. */
    public ModelOverloadedException(int limit) {
        super("queue is full (" + limit + " waiting); retry later or raise max-queued-requests");
        this.limit = limit;
    }

    /** Number of requests that may wait. */
    public int limit() {
        return limit;
    }
}
