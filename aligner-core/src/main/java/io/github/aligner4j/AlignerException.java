// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when no corrected answer could be produced; the root of this library's exceptions. Its message ends up in traces, logs
 * and recordings, so it must not quote the question or the answer, nor the message of its cause, which may.
 */
public class AlignerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private transient @Nullable List<Detection> detections;

    /** Creates it with what happened and what to do. */
    public AlignerException(String message) {
        this(message, null);
    }

    /** Creates it with what happened, what to do, and why. */
    public AlignerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Returns true if the same call may succeed when it is made again later. This implementation returns false; subclasses that
     * report a state that passes, such as a full queue, return true.
     */
    public boolean retryable() {
        return false;
    }

    /** Adds detections that an Aligner with a detector of its own made before it failed, so that its layer's trace has them. */
    @Incubating
    public final void addDetections(List<Detection> detections) {
        List<Detection> all = new ArrayList<>(detections());
        all.addAll(detections);
        this.detections = List.copyOf(all);
    }

    /** Returns the detections that were made before the failure, in order. */
    @Incubating
    public final List<Detection> detections() {
        List<Detection> made = detections;
        return made == null ? List.of() : made;
    }
}
