// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.EmbeddedCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.NewCheckpoint;
import io.github.aligner4j.training.TrainingDataset;
import io.github.aligner4j.training.checkpoint.FolderWriter;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose the initial weights: a base checkpoint, or a configuration to train from scratch. */
final class InitializationFlags {

    /** Default learning rate of full fine-tuning, that of the paper. */
    static final double LEARNING_RATE = 2e-5;

    private static final double LEARNING_RATE_FROM_SCRATCH = 1e-3;
    private static final String DEFAULT_TEMPLATE = "aligner-7b";
    private static final String DEFAULT_PREFIX = " ";
    private static final String EMBEDDED = "embedded";

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "The checkpoint to start from: a Hugging Face folder, embedded, or hf://... on the hub.")
    private @Nullable String base;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Instead of --base: a config.json, to train from scratch with a new tokenizer.")
    private @Nullable Path config;

    @Option(
            names = "--vocabulary",
            defaultValue = "4096",
            paramLabel = "N",
            description = "With --config: maximum size of the tokenizer's vocabulary (default: ${DEFAULT-VALUE}).")
    private int vocabulary;

    @Option(
            names = "--copy-circuit",
            description = "With --config: initialize attention heads that copy (induction heads), which are slow to "
                    + "learn.")
    private boolean copyCircuit;

    @Option(
            names = "--descriptor",
            paramLabel = "FILE",
            description = "Instead of --template: the aligner.json of the trained model.")
    private @Nullable Path descriptor;

    @Option(
            names = "--template",
            paramLabel = "ID",
            description = "The published template to train with: one of aligner-7b, aligner-correction, aligner-2b, "
                    + "aligner-empathy (default: as in aligner.json of --base; with --config: aligner-7b).")
    private @Nullable String template;

    @Option(
            names = "--answer-prefix",
            paramLabel = "TEXT",
            description = "With --template or --config: text before each correction (default with --config: a space, "
                    + "so that the first word is the same token as in the prompt).")
    private @Nullable String answerPrefix;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Returns the checkpoint to start from, which is created first for {@code --config} and {@code --base embedded}. */
    Path base(Path output, TrainingDataset data, boolean resume, long seed) throws IOException {
        if ((base == null) == (config == null)) {
            throw new IllegalArgumentException("exactly one of --base and --config must be given");
        }
        if (base != null && !EMBEDDED.equals(base)) {
            return HubModels.folder(base, command);
        }
        Path created = output.resolve("base");
        if (!(resume && Files.exists(created))) {
            requireUnused(output);
            Files.createDirectories(output);
            create(created, data, seed);
        }
        return created;
    }

    private void create(Path folder, TrainingDataset data, long seed) throws IOException {
        if (config == null) {
            FolderWriter.replace(folder, EmbeddedCheckpoint::copyTo);
            return;
        }
        CheckpointDescriptor descriptor = aligner(data) ? newDescriptor() : null;
        new NewCheckpoint(config, descriptor, vocabulary, seed, copyCircuit)
                .write(folder, descriptor == null ? plain(data) : texts(data, descriptor.correctionTemplate()));
    }

    /** Returns the descriptor of the trained model, null if it is not an Aligner. */
    @Nullable CheckpointDescriptor descriptor(Path checkpoint, TrainingDataset data) {
        if (!aligner(data)) {
            return CheckpointDescriptors.own(checkpoint).orElse(null);
        }
        return base == null || template != null || descriptor != null
                ? newDescriptor()
                : CheckpointDescriptors.read(checkpoint);
    }

    double learningRate() {
        return base == null ? LEARNING_RATE_FROM_SCRATCH : LEARNING_RATE;
    }

    /** Refuses a folder whose base checkpoint belongs to another training. */
    private static void requireUnused(Path output) throws IOException {
        if (Files.exists(output.resolve("metrics.jsonl"))) {
            throw new IOException(output + ": the folder contains a training; resume it with --resume, or name"
                    + " another --output");
        }
    }

    private CheckpointDescriptor newDescriptor() {
        if (descriptor != null) {
            return CheckpointDescriptors.readFile(descriptor);
        }
        String prefix = answerPrefix == null && base == null ? DEFAULT_PREFIX : answerPrefix;
        return CheckpointDescriptor.template(template == null ? DEFAULT_TEMPLATE : template)
                .answerPrefix(prefix)
                .build();
    }

    /** Returns whether an Aligner is trained; rows of prompt and completion are used as they are, without a template. */
    private boolean aligner(TrainingDataset data) {
        boolean aligner = data.completions().train().isEmpty();
        if (!aligner && (template != null || answerPrefix != null || descriptor != null)) {
            throw new IllegalArgumentException(
                    "--template, --answer-prefix and --descriptor are for corrections, but the rows have prompt and"
                            + " completion, which are used as they are");
        }
        return aligner;
    }

    private static List<String> plain(TrainingDataset data) {
        List<String> texts = new ArrayList<>(data.texts());
        data.completions().train().forEach(row -> texts.add(row.prompt() + row.completion()));
        return texts;
    }

    /** Returns the texts for the tokenizer, the template included. */
    private static List<String> texts(TrainingDataset data, CorrectionTemplate template) {
        List<String> texts = new ArrayList<>(data.texts());
        for (CorrectionRow row : data.train()) {
            texts.add(rendered(row, template));
            texts.add(row.correction());
        }
        return texts;
    }

    private static String rendered(CorrectionRow row, CorrectionTemplate template) {
        try {
            return template.render(CorrectionRequest.of(row.question(), row.answer()))
                    .prompt()
                    .text();
        } catch (UnsafePromptException e) {
            // The training counts and skips such a row.
            return row.answer();
        }
    }
}
