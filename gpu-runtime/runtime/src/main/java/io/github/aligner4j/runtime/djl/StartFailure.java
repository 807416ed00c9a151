// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** The message for a libtorch that does not start. */
final class StartFailure {

    private StartFailure() {}

    /** Returns the message, whose reason is the innermost one. */
    static String message(Libtorch libtorch, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return "libtorch (" + libtorch.location() + ") can't be started: " + reason + "; " + advice(reason);
    }

    private static String advice(String reason) {
        if (reason.contains("ld-linux") || reason.contains("ld-musl")) {
            return "libtorch needs glibc, which Alpine's images don't have; take an image of Debian or Ubuntu";
        }
        if (reason.contains("GLIBC")) {
            return "this system is older than libtorch needs; take one with glibc 2.29 or later";
        }
        return "'aligner doctor --machine' lists what is missing";
    }
}
