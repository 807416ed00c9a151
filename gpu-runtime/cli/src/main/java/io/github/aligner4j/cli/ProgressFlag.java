// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The option that hides the progress bar. */
final class ProgressFlag {

    private static final String NAME = "--no-progress";
    private static final String TERMINAL = "aligner.terminal";

    @Option(names = NAME, description = "Hide the progress bar, which is shown on a terminal only.")
    private boolean noProgress;

    /** Returns whether standard error is a terminal, as the launcher says, and the bar is not hidden. */
    boolean shown() {
        return !noProgress && Boolean.getBoolean(TERMINAL);
    }

    /** Returns whether standard error is a terminal, and the bar is not hidden by this option of {@code command}. */
    static boolean shown(CommandSpec command) {
        OptionSpec option = command.findOption(NAME);
        boolean hidden = option != null && Boolean.TRUE.equals(option.getValue());
        return !hidden && Boolean.getBoolean(TERMINAL);
    }

    /** Starts a progress bar; it counts nothing if none is shown. */
    Progress start(String task, long rows) {
        return shown() ? Progress.onTerminal(task, rows) : Progress.NONE;
    }
}
