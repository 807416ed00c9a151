// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import io.github.aligner4j.runtime.checkpoint.StoredType;
import io.github.aligner4j.training.Trainer;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.TrainingJob;
import io.github.aligner4j.training.TrainingReport;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.PromptCompletion;
import io.github.aligner4j.training.dataset.TextFile;
import io.github.aligner4j.training.network.LoraSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner train}: trains an Aligner. */
@Command(
        name = "train",
        customSynopsis = {
            "aligner train (--base=DIR | --config=FILE) --train=FILE --output=DIR",
            "                     [OPTIONS]"
        },
        description = {
            "Train an Aligner.",
            "",
            "Training rows have question, answer and correction (a JSON array, or JSON Lines). Rows with "
                    + "prompt and completion train any other model; no template is applied to them.",
            "",
            "The output folder gets model (a Hugging Face checkpoint, or a PEFT adapter), metrics.jsonl, "
                    + "loss.svg and, during the training, a checkpoint for --resume.",
            "",
            "Exit codes: 0 if trained; 1 if stopped early or failed; 2 for bad options or files.",
            ""
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    @Mixin
    private InitializationFlags initialization = new InitializationFlags();

    @Mixin
    private TrainingFlags training = new TrainingFlags();

    @Mixin
    private LoraFlags lora = new LoraFlags();

    @Option(names = "--train", required = true, paramLabel = "FILE", description = "Training rows.")
    private Path train = Path.of("");

    @Option(
            names = "--dev",
            paramLabel = "FILE",
            description = "Validation rows; the checkpoint with the lowest loss on them is kept.")
    private @Nullable Path dev;

    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = "Text for pre-training: plain text with blank lines between documents, or rows (.json, "
                    + ".jsonl) whose answers are the documents.")
    private @Nullable Path text;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "Output folder.")
    private Path output = Path.of("");

    @Option(names = "--resume", description = "Resume a training that was stopped or killed.")
    private boolean resume;

    @Option(names = "--max-minutes", paramLabel = "N", description = "Stop after N minutes; --resume continues.")
    private @Nullable Integer maxMinutes;

    @Option(
            names = "--max-steps",
            defaultValue = "2147483647",
            showDefaultValue = Help.Visibility.NEVER,
            paramLabel = "N",
            description = "Stop after N steps in total; --resume continues.")
    private int maxSteps;

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Mixin
    private DeviceFlags deviceFlags = new DeviceFlags();

    @Option(
            names = "--dtype",
            defaultValue = "float32",
            paramLabel = "DTYPE",
            description =
                    "float32, or bfloat16 for matrix products; weights stay float32 (default: " + "${DEFAULT-VALUE}).")
    private String dtype = "float32";

    @Option(
            names = "--save-dtype",
            defaultValue = "float32",
            paramLabel = "DTYPE",
            description = "Number type of the trained weights: float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
    private String saveDtype = "float32";

    @Mixin
    private ProgressFlag progressFlag = new ProgressFlag();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        boolean savesBfloat16 = isBfloat16("--save-dtype", saveDtype);
        TrainingJob.Hardware hardware =
                new TrainingJob.Hardware(deviceFlags.device(), isBfloat16("--dtype", dtype), deviceFlags.threads());
        TrainingDataset data = trainingData();
        Path base = initialization.base(output, data, resume, training.seed());
        @Nullable CheckpointDescriptor descriptor = initialization.descriptor(base, data);
        Optional<LoraSettings> adapters = lora.settings();
        int context = ModelConfig.read(base.resolve("config.json")).contextTokens();
        double rate = adapters.isPresent() ? LoraFlags.LEARNING_RATE : initialization.learningRate();
        TrainingJob job = new TrainingJob(
                base,
                descriptor,
                data,
                training.config(rate, context),
                adapters,
                hardware,
                output,
                savesBfloat16 ? StoredType.BF16 : StoredType.F32);
        return run(job);
    }

    private int run(TrainingJob job) throws IOException {
        TrainingReport report;
        try (TrainingProgress progress =
                new TrainingProgress(spec.commandLine().getErr(), progressFlag.shown(), output)) {
            Trainer trainer = new Trainer(job, progress).stoppingWhen(stop());
            report = resume ? trainer.resume() : trainer.start();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        LossCurve.write(output);
        if (!report.finished()) {
            spec.commandLine()
                    .getErr()
                    .println("stopped after step " + report.steps() + "; --resume continues from here");
            return 1;
        }
        spec.commandLine().getOut().println(output.resolve("model"));
        return 0;
    }

    private IntPredicate stop() {
        long begun = System.nanoTime();
        long most = maxMinutes == null
                ? Long.MAX_VALUE
                : Duration.ofMinutes(maxMinutes).toNanos();
        return steps -> steps >= maxSteps || System.nanoTime() - begun > most;
    }

    private TrainingDataset trainingData() throws IOException {
        RowReader reader = rowFlags.reader();
        List<String> texts = text == null ? List.of() : texts(text);
        if (PromptCompletion.isFormatOf(train)) {
            TrainingDataset.Completions completions = new TrainingDataset.Completions(
                    RowReader.requireSome(train, reader.read(train, PromptCompletion::parse)),
                    dev == null ? List.of() : reader.read(dev, PromptCompletion::parse));
            return new TrainingDataset(List.of(), List.of(), texts, completions);
        }
        return new TrainingDataset(
                RowReader.requireSome(train, reader.read(train, CorrectionRow::parse)),
                dev == null ? List.of() : reader.read(dev, CorrectionRow::parse),
                texts);
    }

    private List<String> texts(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".jsonl") && !name.endsWith(".json")) {
            return TextFile.documents(file);
        }
        return rowFlags.reader().read(file, CorrectionRow::parseGoodAnswer).stream()
                .map(CorrectionRow::answer)
                .toList();
    }

    private static boolean isBfloat16(String option, String name) {
        if (!List.of("float32", "bfloat16").contains(name)) {
            throw new IllegalArgumentException(option + " must be float32 or bfloat16, but was '" + name + "'");
        }
        return name.equals("bfloat16");
    }
}
