// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.RateLimitedLog;
import java.time.InstantSource;

/** Runs callbacks whose exceptions must not end a call; they are logged instead. */
final class IgnoredExceptions {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger("io.github.aligner4j.langchain4j"), InstantSource.system());

    private IgnoredExceptions() {}

    /** Runs {@code callback}, which log messages call {@code name}. */
    static void run(String name, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            log(name, e);
        }
    }

    /** Logs the class of an exception, without its message, which may quote texts. */
    static void log(String name, Throwable thrown) {
        if (thrown instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        LOG.warn(name, name + " threw " + thrown.getClass().getName() + ", which was ignored");
    }
}
