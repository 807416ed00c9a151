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

/** {@code aligner export}: exports corrections as training data for the upstream model. */
@Command(
        name = "export",
        customSynopsis = "aligner export --format=FORMAT --input=FILE --output=FILE [OPTIONS]",
        description = {
            "Export corrections as training data for the upstream model.",
            "",
            "Writes the formats of Hugging Face's TRL: with --format sft, the correction is the "
                    + "completion; with --format dpo, it is chosen and the original answer rejected. The input is "
                    + "the output of aligner correct, a recording of an application (aligner.recording.file), or a "
                    + "dataset.",
            "",
            "Rows that are not exported are counted on standard error and listed by --audit. Exit codes: 0 "
                    + "if all is done; 1 if rows were bad or none is left; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "sft or dpo.")
    private String format = "";

    @Option(
            names = "--style",
            defaultValue = "conversational",
            paramLabel = "STYLE",
            description = "conversational (lists of messages, for the model's chat template) or standard (texts, "
                    + "which aligner train reads as well) (default: ${DEFAULT-VALUE}).")
    private String style = "";

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "Corrected answers.")
    private Path input = Path.of("");

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(
            names = "--audit",
            paramLabel = "FILE",
            description = "Write the counts, and line and reason of each row that is not exported, to FILE (JSON "
                    + "Lines).")
    private @Nullable Path audit;

    @Option(
            names = "--keep-unchanged",
            description = "With --format sft: export answers that needed no correction, too.")
    private boolean keepUnchanged;

    @Option(
            names = "--include-shadow",
            description = "Export corrections by layers in the mode shadow, too, which users did not get.")
    private boolean includeShadow;

    @Option(
            names = "--max-characters",
            defaultValue = "0",
            paramLabel = "N",
            description = "Skip rows whose prompt and answer are longer together; 0 for no limit (default: "
                    + "${DEFAULT-VALUE}).")
    private int maxCharacters;

    @Mixin
    private UpstreamPromptFlags prompt = new UpstreamPromptFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Rules rules = new Rules(format(), layout(), keepUnchanged, maxCharacters, includeShadow);
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
