package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code aligner evaluate}: says how good an Aligner is. */
@Command(
        name = "evaluate",
        description = {
            "Says how good an Aligner is: how civil the corrections of rude sentences are and how near to what people wrote"
                    + " (--references), whether good answers come back untouched (--copies), and both at once (--long).",
            "Prints tables with baselines beside the Aligner; docs/guide/evaluation.md says what the numbers mean.",
            "Exit code 1 if a correction failed for another reason than being rejected."
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
            description = "Most characters of the windows that --copies are counted in (default: ${DEFAULT-VALUE}).")
    private int windowCharacters;

    @Option(
            names = "--callers",
            defaultValue = "16",
            paramLabel = "N",
            description = "How many answers are corrected at once (default: ${DEFAULT-VALUE}).")
    private int callers;

    @Option(names = "--seed", defaultValue = "42", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
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
        EvaluationInput.Material material = input.read(reader, seed);
        target.prepare();
        Judges judges = material.rows().isEmpty()
                ? new Judges(Map.of(), List.of(), Optional.empty())
                : judgeFlags.train(material.rows(), reader, seed);
        return evaluate(material, judges) ? 0 : 1;
    }

    private boolean evaluate(EvaluationInput.Material material, Judges judges) throws IOException {
        EvaluationTrail trail = new EvaluationTrail(judges);
        Evaluation.Run run = new Evaluation.Run(material, judges, windowCharacters, callers, trail);
        try (CheckpointAligner checkpoint = aligner.open();
                Progress progress = progressFlag.start("correcting", material.corrections())) {
            String device = checkpoint.status().device();
            String dtype = checkpoint.status().dtype();
            Evaluation evaluation = run.of(aligner.of(checkpoint), progress);
            target.write(
                    json(evaluation, device, dtype),
                    EvaluationTable.of(evaluation, device + ", " + dtype),
                    trail,
                    spec.commandLine().getOut());
            return evaluation.good();
        }
    }

    private ObjectNode json(Evaluation evaluation, String device, String dtype) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.set(
                "arguments",
                Json.MAPPER.valueToTree(spec.commandLine().getParseResult().originalArgs()));
        json.put("seed", seed).put("device", device).put("dtype", dtype);
        json.setAll((ObjectNode) Json.MAPPER.valueToTree(evaluation));
        return json;
    }
}
