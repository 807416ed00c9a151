package io.github.aligner4j.springai;

import io.github.aligner4j.AlignerException;

/**
 * Keeps messages of strangers' exceptions, which may quote texts, out of what a stream fails with. Spring AI logs each failure
 * of a stream with all its causes, once for every advisor.
 */
final class QuietFailures {

    private static final String OURS = "io.github.aligner4j.";

    private QuietFailures() {}

    /** Returns {@code failure} of a correction, or what says the same without a stranger's message. Errors stay. */
    static Throwable of(Throwable failure) {
        if (failure instanceof Error) {
            return failure;
        }
        return failure.getClass().getName().startsWith(OURS) ? ours(failure) : stranger(failure);
    }

    private static Throwable ours(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable quiet = cause == null ? null : of(cause);
        if (quiet == cause) {
            return failure;
        }
        AlignerException same = new AlignerException(String.valueOf(failure.getMessage()), quiet);
        same.setStackTrace(failure.getStackTrace());
        return same;
    }

    private static Throwable stranger(Throwable failure) {
        AlignerException standIn =
                new AlignerException(failure.getClass().getName() + ", whose message may quote texts and is left out");
        standIn.setStackTrace(failure.getStackTrace());
        return standIn;
    }
}
