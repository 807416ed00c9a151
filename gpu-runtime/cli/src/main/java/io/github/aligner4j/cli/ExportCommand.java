package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TrafficRow;
import io.github.aligner4j.training.supervision.Export;
import io.github.aligner4j.training.supervision.Format;
import io.github.aligner4j.training.supervision.Layout;
import io.github.aligner4j.training.supervision.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner export}: makes supervision for the upstream model. */
@Command(
        name = "export",
        description = {
            "Turns corrected answers into rows on which the upstream model can be trained, in the layouts of Hugging Face's"
                    + " TRL: with --format sft the correction is what to answer, with --format dpo it is preferred to the"
                    + " original answer.",
            "The input is what aligner correct wrote, what an application recorded (aligner.recording.file), or a dataset of"
                    + " question, answer and correction.",
            "What is not exported is counted on standard error, and listed by --audit. Exit code 0: done; 1: done but for bad"
                    + " rows, or nothing was left; 2: bad options or files."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Option(names = "--format", required = true, paramLabel = "F", description = "sft or dpo.")
    private String format = "";

    @Option(
            names = "--style",
            defaultValue = "conversational",
            paramLabel = "S",
            description =
                    "conversational (lists of messages, which the model's chat template frames) or standard (texts,"
                            + " which aligner train reads, too) (default: ${DEFAULT-VALUE}).")
    private String style = "";

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Corrected answers.")
    private Path input = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--audit",
            paramLabel = "FILE",
            description = "Writes counts, and line and reason of each row that was not exported, as JSON Lines.")
    private @Nullable Path audit;

    @Option(
            names = "--keep-unchanged",
            description = "With --format sft: exports answers that were good as they are, too.")
    private boolean keepUnchanged;

    @Option(
            names = "--max-characters",
            defaultValue = "0",
            paramLabel = "N",
            description = "Leaves out rows whose prompt and answer have more together; 0 leaves out none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int maxCharacters;

    @Mixin
    private UpstreamPromptFlags prompt = new UpstreamPromptFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Rules rules = new Rules(format(), layout(), keepUnchanged, maxCharacters);
        OutputFile.require("--output", output, input);
        if (audit != null) {
            OutputFile.require("--audit", audit, input);
        }
        RowFile<TrafficRow> traffic = RowFile.read(input, TrafficRow::parse);
        Export export = Export.of(traffic, rules);
        export.write(output);
        if (audit != null) {
            export.audit().write(audit);
        }
        PrintWriter err = spec.commandLine().getErr();
        new RowReader(true, err).report(input, traffic.bad());
        err.println(export.audit().summary());
        return traffic.bad().isEmpty() && !export.rows().isEmpty() ? 0 : 1;
    }

    private Format format() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "sft" -> Format.SFT;
            case "dpo" -> Format.DPO;
            default -> throw new IllegalArgumentException("--format must be sft or dpo, but was '" + format + "'");
        };
    }

    private Layout layout() {
        return switch (style.toLowerCase(Locale.ROOT)) {
            case "conversational" -> prompt.requireNone();
            case "standard" -> prompt.layout();
            default ->
                throw new IllegalArgumentException(
                        "--style must be conversational or standard, but was '" + style + "'");
        };
    }
}
