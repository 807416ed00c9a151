// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;

/** Thrown when a checkpoint can't be run; the message names the file, the problem and the remedy. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;

    /**
     * Creates an exception about {@code file}.
     *
     * @param problem the problem, the value, the limit and the remedy, in lower case without a full stop
     */
    public CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file.toString();
    }

    /** Creates an exception about {@code file} with a cause. */
    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file.toString();
    }

    /** Returns the file or folder at fault. */
    public Path file() {
        return Path.of(file);
    }
}
