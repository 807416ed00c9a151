// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.weaktostrong.experiment;

import io.github.aligner4j.runtime.RuntimeShutdown;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code experiment} script's program. */
@Command(
        name = "experiment",
        description = "Runs small experiments on models that are trained from scratch in seconds.",
        mixinStandardHelpOptions = true,
        subcommands = {WarmupCommand.class, SftCommand.class, StackedCommand.class})
public final class ExperimentCommand {

    private ExperimentCommand() {}

    /** Runs the command and exits the JVM. */
    public static void main(String[] arguments) {
        RuntimeShutdown.endAtOnce();
        System.exit(run(writer(System.out), writer(System.err), arguments));
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = new CommandLine(new ExperimentCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(err, failure))
                .execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static int report(PrintWriter err, Exception failure) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            err.println("experiment: " + failure.getMessage());
            return 2;
        }
        throw failure;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
