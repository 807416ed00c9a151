package io.github.aligner4j.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Tells a person how far a run is. */
interface Progress extends AutoCloseable {

    /** Tells nothing. */
    Progress NONE = () -> {};

    /** Counts a row. */
    void step();

    @Override
    default void close() {}

    /** Returns a bar on standard error if that is a terminal, as the launcher says it is. */
    static Progress onTerminal(String task, long rows) {
        if (!Boolean.getBoolean("aligner.terminal")) {
            return NONE;
        }
        ProgressBar bar =
                new ProgressBarBuilder().setTaskName(task).setInitialMax(rows).build();
        return new Progress() {

            @Override
            public void step() {
                bar.step();
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }
}
