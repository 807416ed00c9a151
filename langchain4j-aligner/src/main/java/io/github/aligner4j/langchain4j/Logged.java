package io.github.aligner4j.langchain4j;

/** Runs code of others whose failure concerns nobody but themselves. */
final class Logged {

    private static final System.Logger LOG = System.getLogger("io.github.aligner4j.langchain4j");

    private Logged() {}

    /** Runs {@code action}. What it throws is logged by its type alone: a stranger's message may quote texts. */
    static void ignoring(Runnable action, String name) {
        try {
            action.run();
        } catch (Throwable e) {
            warn(name, e);
        }
    }

    static void warn(String name, Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "{0} threw {1}; ignored", name, thrown.getClass().getName());
    }
}
