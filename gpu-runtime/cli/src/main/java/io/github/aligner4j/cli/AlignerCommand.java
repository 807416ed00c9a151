// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.completion.PromptTooLongException;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.hub.HubException;
import io.github.aligner4j.hub.HubUnreachableException;
import io.github.aligner4j.runtime.RuntimeShutdown;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code aligner} command. Results go to standard output in UTF-8, everything else to standard error; an error that the user
 * can fix is one line there.
 *
 * <p>Exit codes: 0 on success; 1 if the command or some rows failed; 2 for bad options or files.
 */
@Command(
        name = "aligner",
        description = "Run, train and evaluate Aligners in the JVM.",
        footer = {"", "'aligner COMMAND --help' describes a command and its options."},
        mixinStandardHelpOptions = true,
        versionProvider = AlignerCommand.Version.class,
        subcommands = {
            GenerateCommand.class,
            CorrectCommand.class,
            BenchCommand.class,
            SteeringCommand.class,
            SteeringCurveCommand.class,
            EvaluateCommand.class,
            WinRateCommand.class,
            AgreementCommand.class,
            CompareCommand.class,
            ReportCommand.class,
            ShiftCommand.class,
            ReplayCommand.class,
            TrainCommand.class,
            AverageCommand.class,
            DatasetCommand.class,
            ExportCommand.class,
            IdaCommand.class,
            ExportGgufCommand.class,
            DownloadCommand.class,
            ModelsCommand.class,
            DoctorCommand.class
        })
public final class AlignerCommand {

    private AlignerCommand() {}

    /** Runs the command and exits the JVM. */
    public static void main(String[] args) {
        RuntimeShutdown.endAtOnce();
        System.exit(run(utf8(System.out), utf8(System.err), args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        int code = commandLine()
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((failure, arguments) -> printError(err, UsageErrors.about(failure), 2))
                .setExecutionExceptionHandler((failure, command, parsed) -> exitCode(err, failure))
                .execute(args);
        out.flush();
        err.flush();
        return code;
    }

    static CommandLine commandLine() {
        return new CommandLine(new AlignerCommand());
    }

    /** Prints the error of a command, or throws it again if it is a bug. */
    private static int exitCode(PrintWriter err, Exception failure) throws Exception {
        if (failure instanceof HubUnreachableException) {
            return printError(err, ErrorMessages.about(failure), 1);
        }
        if (failure instanceof CheckpointException
                || failure instanceof HubException
                || failure instanceof IllegalArgumentException
                || failure instanceof IOException
                || failure instanceof PromptTooLongException
                || failure instanceof UnsafePromptException) {
            return printError(err, ErrorMessages.about(failure), 2);
        }
        if (failure instanceof AlignerException || failure instanceof IllegalStateException) {
            return printError(err, ErrorMessages.about(failure), 1);
        }
        throw failure;
    }

    private static int printError(PrintWriter err, String message, int code) {
        err.println("aligner: " + message);
        return code;
    }

    private static PrintWriter utf8(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = AlignerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"aligner " + (version == null ? "(not packaged)" : version)};
        }
    }
}
