// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.training.AlignerPrompts;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TrafficRow;
import io.github.aligner4j.training.dataset.WholeFile;
import io.github.aligner4j.training.supervision.Export;
import io.github.aligner4j.training.supervision.Format;
import io.github.aligner4j.training.supervision.Layout;
import io.github.aligner4j.training.supervision.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
                    + "dataset, of corrections or of preferences.",
            "",
            "With --format prompts, a dataset is written as the prompts and completions of the Aligner of --descriptor, to "
                    + "train it with TRL.",
            "",
            "Rows that are not exported are counted on standard error and listed by --audit. Exit codes: 0 "
                    + "if all is done; 1 if rows were bad or none is left; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private static final String PROMPTS = "prompts";

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "sft, dpo or prompts.")
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

    @Option(
            names = "--descriptor",
            paramLabel = "FILE",
            description = "With --format prompts: the aligner.json of the Aligner.")
    private @Nullable Path descriptor;

    @Mixin
    private UpstreamPromptFlags prompt = new UpstreamPromptFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (PROMPTS.equals(format.toLowerCase(Locale.ROOT))) {
            return exportPrompts();
        }
        if (descriptor != null) {
            throw new IllegalArgumentException("--descriptor is for --format prompts; the upstream model has none");
        }
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

    private int exportPrompts() throws IOException {
        if (descriptor == null) {
            throw new IllegalArgumentException("--format prompts needs --descriptor, the aligner.json of the Aligner");
        }
        OutputFile.require("--output", output, input);
        PrintWriter err = spec.commandLine().getErr();
        List<CorrectionRow> rows = new RowReader(false, err).read(input, CorrectionRow::parse);
        AlignerPrompts prompts = AlignerPrompts.of(rows, CheckpointDescriptors.readFile(descriptor));
        WholeFile.write(output, prompts.rows().stream().map(ExportCommand::line).toList());
        err.println("read " + rows.size() + " rows, kept " + prompts.rows().size() + ", left out " + prompts.unsafe()
                + " whose texts can't be told apart from the prompt's frame");
        return prompts.unsafe() == 0 && !prompts.rows().isEmpty() ? 0 : 1;
    }

    private static String line(PromptCompletion row) {
        return JsonRow.written(
                Json.MAPPER.createObjectNode().put("prompt", row.prompt()).put("completion", row.completion()));
    }

    private Format format() {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "sft" -> Format.SFT;
            case "dpo" -> Format.DPO;
            default ->
                throw new IllegalArgumentException("--format must be sft, dpo or prompts, but was '" + format + "'");
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
