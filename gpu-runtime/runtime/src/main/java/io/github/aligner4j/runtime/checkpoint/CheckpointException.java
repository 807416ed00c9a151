package io.github.aligner4j.runtime.checkpoint;

import java.nio.file.Path;

/** A checkpoint that can't be run; the message names the file, what is wrong in it, and what would be right. */
public final class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;

    /**
     * Says what is wrong with {@code file}.
     *
     * @param problem the problem, the value, the limit, and the remedy
     */
    public CheckpointException(Path file, String problem) {
        super(file + ": " + problem);
        this.file = file.toString();
    }

    /** Says what is wrong with {@code file}, and what showed it. */
    public CheckpointException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
        this.file = file.toString();
    }

    /** The file or folder at fault. */
    public Path file() {
        return Path.of(file);
    }
}
