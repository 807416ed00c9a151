// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option that skips bad rows. */
final class RowFlags {

    @Option(names = "--skip-bad-rows", description = "Skip bad rows instead of stopping.")
    private boolean skipBadRows;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Returns the reader of the command's rows; it reports bad ones on standard error. */
    RowReader reader() {
        return new RowReader(skipBadRows, spec.commandLine().getErr());
    }
}
