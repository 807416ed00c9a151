package io.github.aligner4j.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Says in one line what went wrong. */
final class ErrorMessages {

    private ErrorMessages() {}

    static String about(Exception failure) {
        String said = failure instanceof FileSystemException file ? about(file) : String.valueOf(failure.getMessage());
        return said.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Java says of some of them only which file they are about. */
    private static String about(FileSystemException failure) {
        String reason = Objects.requireNonNullElseGet(
                failure.getReason(), () -> failure.getClass().getSimpleName());
        if (failure instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (failure instanceof NoSuchFileException) {
            reason = "there is no such file or folder";
        } else if (failure instanceof FileAlreadyExistsException) {
            reason = "this exists already and is not a folder";
        }
        return failure.getFile() + ": " + reason;
    }
}
