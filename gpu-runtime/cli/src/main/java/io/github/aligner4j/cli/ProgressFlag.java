package io.github.aligner4j.cli;

import picocli.CommandLine.Option;

/** The option that hides the progress bar. */
final class ProgressFlag {

    @Option(names = "--no-progress", description = "Hide the progress bar, which is shown on a terminal only.")
    private boolean noProgress;

    /** Returns whether standard error is a terminal, as the launcher says, and the bar is not hidden. */
    boolean shown() {
        return !noProgress && Boolean.getBoolean("aligner.terminal");
    }

    /** Starts a progress bar; it counts nothing if none is shown. */
    Progress start(String task, long rows) {
        return shown() ? Progress.onTerminal(task, rows) : Progress.NONE;
    }
}
