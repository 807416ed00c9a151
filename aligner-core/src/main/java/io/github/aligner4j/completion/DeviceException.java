package io.github.aligner4j.completion;

/** Thrown when the device or the program on it failed; the model goes on serving, the same call may fail again. */
public final class DeviceException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what was being done and why it failed. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
