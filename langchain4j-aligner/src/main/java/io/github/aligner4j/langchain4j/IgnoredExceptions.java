package io.github.aligner4j.langchain4j;

import io.github.aligner4j.RateLimitedLog;
import java.time.InstantSource;

/** Runs code of others whose failure concerns nobody but themselves. */
final class IgnoredExceptions {

    private static final RateLimitedLog LOG =
            new RateLimitedLog(System.getLogger("io.github.aligner4j.langchain4j"), InstantSource.system());

    private IgnoredExceptions() {}

    /** Runs {@code action}, of the given name. */
    static void ignoring(Runnable action, String name) {
        try {
            action.run();
        } catch (Throwable e) {
            warn(name, e);
        }
    }

    /** Warns of what something threw, by its type alone: a stranger's message may quote texts. */
    static void warn(String name, Throwable thrown) {
        LOG.warn(name, name + " threw " + thrown.getClass().getName() + ", which was ignored");
    }
}
