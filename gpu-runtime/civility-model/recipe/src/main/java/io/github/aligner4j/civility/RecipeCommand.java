// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.civility;

import io.github.aligner4j.runtime.RuntimeShutdown;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands of the civility recipe that are not part of {@code aligner}.
 *
 * <p>Exit codes: 0 on success, 1 on failure, 2 for wrong options or files.
 */
@Command(
        name = "recipe",
        description = "Makes the rows of the civility recipe.",
        mixinStandardHelpOptions = true,
        subcommands = {BuildCommand.class, MineCommand.class})
public final class RecipeCommand {

    private RecipeCommand() {}

    /** Runs the command and exits the JVM. */
    public static void main(String[] args) {
        RuntimeShutdown.endAtOnce();
        System.exit(run(writer(System.out), writer(System.err), args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        int code = new CommandLine(new RecipeCommand())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(err, failure))
                .execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static int report(PrintWriter err, Exception failure) throws Exception {
        if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
            err.println("recipe: " + failure.getMessage());
            return 2;
        }
        throw failure;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
