// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Describes failures on one line. */
final class ErrorMessages {

    private ErrorMessages() {}

    static String about(Exception failure) {
        String message =
                failure instanceof FileSystemException file ? about(file) : String.valueOf(failure.getMessage());
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Adds the reason to exceptions whose message is the name of the file. */
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
