// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.Evaluation;
import io.github.aligner4j.evaluation.EvaluationData;
import io.github.aligner4j.evaluation.EvaluationReport;
import io.github.aligner4j.evaluation.style.Judges;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code aligner evaluate}: evaluates the corrections of an Aligner. */
@Command(
        name = "evaluate",
        customSynopsis = {
            "aligner evaluate [--references=FILE] [--copies=FILE] [--long=N]",
            "                        [--rows=FILE] [OPTIONS]"
        },
        description = {
            "Evaluate the corrections of an Aligner.",
            "",
            "Measures how civil the corrections of rude sentences are and how close to those by people "
                    + "(--references), whether good answers come back unchanged (--copies), and both at once "
                    + "(--long, --rows). Prints tables with baselines and, for a checkpoint with a detector, recall "
                    + "and false positives by threshold.",
            "",
            "docs/guide/evaluation.md explains the numbers.",
            "",
            "The exit code is 1 if a correction failed without being rejected.",
            ""
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private EvaluationInput input = new EvaluationInput();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private JudgeFlags judgeFlags = new JudgeFlags();

    @Mixin
    private EvaluationTarget target = new EvaluationTarget();

    @Mixin
    private AlignerFlags aligner = new AlignerFlags();

    @Option(
            names = "--window-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "Maximum length of the windows that are counted in --copies (default: ${DEFAULT-VALUE}).")
    private int windowCharacters;

    @Option(
            names = "--callers",
            defaultValue = "16",
            paramLabel = "N",
            description = "Answers to correct concurrently (default: ${DEFAULT-VALUE}).")
    private int callers;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed of the judges and of --long (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (callers < 1 || windowCharacters < 2) {
            throw new IllegalArgumentException("--callers must be at least 1 and --window-characters at least 2, but"
                    + " were " + callers + " and " + windowCharacters);
        }
        RowReader reader = rowFlags.reader();
        List<StyleRow> references = input.references(reader);
        EvaluationData data = input.read(references, reader, seed);
        target.prepare();
        Judges judges = references.isEmpty() ? Judges.NONE : judgeFlags.train(references, reader, seed);
        return evaluate(data, judges) ? 0 : 1;
    }

    private boolean evaluate(EvaluationData data, Judges judges) throws IOException {
        try (CheckpointAligner checkpoint = aligner.open();
                Progress progress = progressFlag.start("correcting", data.size())) {
            String device = checkpoint.status().device();
            String dtype = checkpoint.status().dtype();
            Evaluation evaluation = Evaluation.run(aligner.of(checkpoint), data, callers, progress::step);
            EvaluationReport report = EvaluationReport.of(evaluation, judges, windowCharacters);
            target.write(
                    json(report, device, dtype),
                    EvaluationTable.of(report, device + ", " + dtype),
                    new EvaluationDetails(evaluation, judges, windowCharacters),
                    spec.commandLine().getOut());
            return report.good();
        }
    }

    private ObjectNode json(EvaluationReport report, String device, String dtype) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.set(
                "arguments",
                Json.MAPPER.valueToTree(spec.commandLine().getParseResult().originalArgs()));
        json.put("seed", seed).put("device", device).put("dtype", dtype);
        json.setAll((ObjectNode) Json.MAPPER.valueToTree(report));
        return json;
    }
}
