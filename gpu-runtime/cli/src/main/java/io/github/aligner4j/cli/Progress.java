// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** The progress of a run in finished rows. */
interface Progress extends AutoCloseable {

    /** Counts nothing. */
    Progress NONE = () -> {};

    /** Counts a row. */
    void step();

    @Override
    default void close() {}

    /** Returns a bar on standard error. */
    static Progress onTerminal(String task, long rows) {
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
