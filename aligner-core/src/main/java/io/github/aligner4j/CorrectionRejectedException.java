package io.github.aligner4j;

/** Thrown when a model gave a correction that must not be used. */
public final class CorrectionRejectedException extends AlignerException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what is wrong with the correction; never with its text. */
    public CorrectionRejectedException(String objection) {
        super("the correction was rejected: " + objection);
    }
}
