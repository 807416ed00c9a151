package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.runtime.EmbeddedCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.template.CorrectionTemplate;
import io.github.aligner4j.training.TrainingData;
import io.github.aligner4j.training.NewCheckpoint;
import io.github.aligner4j.training.TrainingJob;
import io.github.aligner4j.training.checkpoint.FolderWriter;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What training begins with: a checkpoint, or nothing but a configuration. */
final class InitializationFlags {

    private static final double LEARNING_RATE = 2e-5;
    private static final double LEARNING_RATE_FROM_SCRATCH = 1e-3;
    private static final String DEFAULT_TEMPLATE = "aligner-7b";
    private static final String DEFAULT_PREFIX = " ";
    private static final Path EMBEDDED = Path.of("embedded");

    @Option(
            names = "--base",
            paramLabel = "FOLDER",
            description =
                    "A Hugging Face checkpoint to begin with, or embedded, which is copied into the output folder.")
    private @Nullable Path base;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Instead of --base: a config.json, to begin from scratch, with a tokenizer made for the rows.")
    private @Nullable Path config;

    @Option(
            names = "--vocabulary",
            defaultValue = "4096",
            paramLabel = "N",
            description = "With --config: most tokens of the tokenizer (default: ${DEFAULT-VALUE}).")
    private int vocabulary;

    @Option(
            names = "--copy-circuit",
            description =
                    "With --config: begins with weights that copy already (induction heads set by construction), as"
                            + " copying is slow to learn.")
    private boolean copyCircuit;

    @Option(
            names = "--descriptor",
            paramLabel = "FILE",
            description =
                    "An aligner.json that says how the trained model is going to be asked, instead of --template.")
    private @Nullable Path descriptor;

    @Option(
            names = "--template",
            paramLabel = "ID",
            description =
                    "The published template to train with, instead of what the checkpoint's aligner.json says: one of"
                            + " aligner-7b, aligner-correction, aligner-2b, aligner-empathy (default with --config: aligner-7b).")
    private @Nullable String template;

    @Option(
            names = "--answer-prefix",
            paramLabel = "TEXT",
            description = "With --template or --config: what the model is to write before each correction (default with"
                    + " --config: a space, so that the first word is the same token as in the prompt).")
    private @Nullable String answerPrefix;

    /** Returns the checkpoint to begin with, having made it if there is none. */
    Path base(Path output, TrainingData material, boolean resume, long seed) throws IOException {
        if ((base == null) == (config == null)) {
            throw new IllegalArgumentException("exactly one of --base and --config must be given");
        }
        if (base != null && !EMBEDDED.equals(base)) {
            return base;
        }
        Path made = output.resolve("base");
        if (!(resume && Files.exists(made))) {
            requireUnused(output);
            Files.createDirectories(output);
            make(made, material, seed);
        }
        return made;
    }

    private void make(Path folder, TrainingData material, long seed) throws IOException {
        if (config == null) {
            FolderWriter.replace(folder, EmbeddedCheckpoint::copyTo);
            return;
        }
        CheckpointDescriptor described = aligner(material) ? described() : null;
        new NewCheckpoint(config, described, vocabulary, seed, copyCircuit)
                .write(folder, described == null ? plain(material) : texts(material, described.correctionTemplate()));
    }

    /** Returns how the trained model is going to be asked, null if it is to be no Aligner. */
    @Nullable CheckpointDescriptor descriptor(Path checkpoint, TrainingData material) {
        if (!aligner(material)) {
            return CheckpointDescriptors.own(checkpoint).orElse(null);
        }
        return base == null || template != null || descriptor != null
                ? described()
                : CheckpointDescriptors.read(checkpoint);
    }

    double learningRate() {
        return base == null ? LEARNING_RATE_FROM_SCRATCH : LEARNING_RATE;
    }

    /** A base checkpoint that a training began with must stay what it was. */
    private static void requireUnused(Path output) throws IOException {
        if (Files.exists(output.resolve("metrics.jsonl"))) {
            throw new IOException(output + ": the folder holds a training already; go on with it by --resume, or name"
                    + " another --output");
        }
    }

    private CheckpointDescriptor described() {
        if (descriptor != null) {
            return CheckpointDescriptors.readFile(descriptor);
        }
        String prefix = answerPrefix == null && base == null ? DEFAULT_PREFIX : answerPrefix;
        CheckpointDescriptor descriptor = new CheckpointDescriptor(
                template == null ? DEFAULT_TEMPLATE : template,
                null,
                prefix,
                null,
                null,
                false,
                null,
                null,
                null,
                null);
        descriptor.correctionTemplate();
        return descriptor;
    }

    /** Rows of prompt and completion are read as they are, whatever an Aligner is asked like. */
    private boolean aligner(TrainingData material) {
        boolean asked = material.completions().train().isEmpty();
        if (!asked && (template != null || answerPrefix != null || descriptor != null)) {
            throw new IllegalArgumentException(
                    "--template, --answer-prefix and --descriptor are about corrections, but the rows are prompts"
                            + " and completions, which are learnt as they are");
        }
        return asked;
    }

    private static List<String> plain(TrainingData material) {
        List<String> texts = new ArrayList<>(material.texts());
        material.completions().train().forEach(row -> texts.add(row.prompt() + row.completion()));
        return texts;
    }

    /** What the tokenizer is going to write: frames, too. */
    private static List<String> texts(TrainingData material, CorrectionTemplate frame) {
        List<String> texts = new ArrayList<>(material.texts());
        for (CorrectionRow row : material.train()) {
            texts.add(framed(row, frame));
            texts.add(row.correction());
        }
        return texts;
    }

    private static String framed(CorrectionRow row, CorrectionTemplate frame) {
        try {
            return frame.render(CorrectionRequest.of(row.question(), row.answer()))
                    .prompt()
                    .text();
        } catch (UnsafePromptException e) {
            // Training will leave it out and count it.
            return row.answer();
        }
    }
}
