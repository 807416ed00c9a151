package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Aligner runs, and where. */
final class AlignerFlags {

    private static final String EMBEDDED = "embedded";

    @Option(
            names = "--model",
            defaultValue = EMBEDDED,
            paramLabel = "MODEL",
            description = "A checkpoint folder, or embedded (default: ${DEFAULT-VALUE}).")
    private String model = EMBEDDED;

    @Option(
            names = "--adapter",
            paramLabel = "NAME=DIR",
            description =
                    "A LoRA adapter (PEFT) for the checkpoint: its folder, or embedded:NAME for one that comes with the"
                            + " embedded checkpoint. Several are a stack: each corrects the answer of the one before it.")
    private Map<String, String> adapters = new LinkedHashMap<>();

    @Option(
            names = "--strength",
            paramLabel = "X",
            description = "How strongly to correct, for checkpoints with strength vectors: above 0 more, below 0 less"
                    + " (default: what its aligner.json says).")
    private @Nullable Double strength;

    @Option(
            names = "--copy-bias",
            paramLabel = "X",
            description =
                    "How far corrections keep to their answers, at least 0: the higher, the less is changed, and the less"
                            + " miscopied; 0 lets the model alone decide (default: what its aligner.json says).")
    private @Nullable Double copyBias;

    @Mixin
    private TemplateFlag template = new TemplateFlag();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    /** Loads the checkpoint and its adapters. */
    CheckpointAligner open() {
        CheckpointAligner.Builder builder = model.equals(EMBEDDED)
                ? CheckpointAligner.embeddedBuilder()
                : CheckpointAligner.builder(Path.of(model));
        CheckpointDescriptor descriptor = template.descriptor();
        if (descriptor != null) {
            builder.descriptor(descriptor);
        }
        if (strength != null) {
            builder.strength(strength);
        }
        if (copyBias != null) {
            builder.copyBias(copyBias);
        }
        adapters.forEach(builder::adapter);
        return builder.runtime(runtime.options()).open();
    }

    /** Returns the Aligner that {@code checkpoint} was loaded for: itself, an adapter, or a stack of adapters. */
    Aligner of(CheckpointAligner checkpoint) {
        if (adapters.isEmpty()) {
            return checkpoint;
        }
        AlignerStack.Builder stack = AlignerStack.builder("adapters");
        adapters.keySet().forEach(name -> stack.layer(name, checkpoint.withAdapter(name)));
        return stack.build();
    }
}
