// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

/**
 * Turns failures into exceptions and descriptions for callers, traces, logs and recordings. Messages of foreign exceptions may
 * quote a prompt or an answer, so only the caller gets them, in the cause.
 */
public final class Failures {

    private Failures() {}

    /**
     * Returns an exception that an Aligner may throw: a {@link RuntimeException} as it is, any other failure as the cause of an
     * {@link AlignerException}. An {@link InterruptedException} becomes a {@link CorrectionCancelledException}, and the thread's
     * interrupt flag is set again.
     */
    public static RuntimeException toException(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            return exception;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new CorrectionCancelledException("the caller was interrupted while it waited for a correction");
        }
        return new AlignerException("the Aligner gave no correction: " + describe(failure), failure);
    }

    /**
     * Describes a failure without quoting texts: by the message of an {@link AlignerException}, which never
     * quotes, or else by the name of its class.
     */
    public static String describe(Throwable failure) {
        String message = failure instanceof AlignerException ? failure.getMessage() : null;
        return message == null ? failure.getClass().getName() : message;
    }
}
