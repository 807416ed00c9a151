// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Layer;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that choose an Aligner and its device. */
final class AlignerFlags {

    private static final String EMBEDDED = "embedded";
    private static final Set<String> DECISIVE =
            Set.of("--adapter", "--strength", "--copy-bias", "--threshold", "--template", "--dtype");

    @Option(
            names = "--model",
            defaultValue = EMBEDDED,
            paramLabel = "MODEL",
            description = "A checkpoint: its folder, embedded, or " + HubModels.FORM
                    + " on the hub (default: ${DEFAULT-VALUE}).")
    private String model = EMBEDDED;

    @Option(
            names = "--adapter",
            paramLabel = "NAME=DIR",
            description = "A LoRA adapter (PEFT) for the checkpoint: its folder, embedded:NAME for one that comes "
                    + "with the embedded checkpoint, or hf://... on the hub. If repeated, the adapters form a stack: each corrects the "
                    + "answer of the previous one.")
    private Map<String, String> adapters = new LinkedHashMap<>();

    @Option(
            names = "--strength",
            paramLabel = "X",
            description = "Strength of the steering vector, for checkpoints that have one: above 0 corrects more, "
                    + "below 0 less (default: as in aligner.json).")
    private @Nullable Double strength;

    @Option(
            names = "--copy-bias",
            paramLabel = "X",
            description = "Logit bias towards the tokens of the answer, at least 0: the higher, the less is changed "
                    + "or miscopied (default: as in aligner.json).")
    private @Nullable Double copyBias;

    @Option(
            names = "--threshold",
            paramLabel = "X",
            description =
                    "Minimum score of an answer that is corrected, 0 to 1, for checkpoints with a detector (default: "
                            + "as in aligner.json).")
    private @Nullable Double threshold;

    @Mixin
    private TemplateFlag template = new TemplateFlag();

    @Mixin
    private RuntimeFlags runtime = new RuntimeFlags();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Returns the device, number type and number of threads. */
    RuntimeOptions runtimeOptions() {
        return runtime.options();
    }

    /** Loads the checkpoint and its adapters, after downloading those on the hub. */
    CheckpointAligner open() {
        CheckpointAligner.Builder builder = builder();
        boolean hub = HubModels.isHub(model) || adapters.values().stream().anyMatch(HubModels::isHub);
        return hub
                ? HubModels.use(
                        command,
                        HubClient.builder(),
                        client -> builder.hub(client).open())
                : builder.open();
    }

    private CheckpointAligner.Builder builder() {
        CheckpointAligner.Builder builder =
                CheckpointAligner.builder(ModelSource.parse(model)).options(runtime.options());
        CheckpointDescriptor descriptor = template.descriptor();
        if (descriptor != null) {
            builder.descriptor(descriptor);
        }
        if (copyBias != null) {
            double nats = copyBias;
            builder.customizeDescriptors(each -> each.withCopyBias(nats));
        }
        adapters.forEach((name, adapter) -> builder.adapter(name, ModelSource.parse(adapter)));
        return builder;
    }

    /** Returns the Aligner that {@code checkpoint} was loaded for: itself, its adapter, or a stack of several. */
    Aligner of(CheckpointAligner checkpoint) {
        if (adapters.isEmpty()) {
            return strength == null && threshold == null ? checkpoint : checkpoint.with(variant());
        }
        if (adapters.size() == 1) {
            return adapter(checkpoint, adapters.keySet().iterator().next());
        }
        AlignerStack.Builder stack = AlignerStack.builder("adapters");
        layers(checkpoint).forEach(stack::layer);
        return stack.build();
    }

    /** Returns the Aligners that {@code checkpoint} was loaded for as layers, which fail closed: one, or one for each adapter. */
    List<Layer> layers(CheckpointAligner checkpoint) {
        if (adapters.isEmpty()) {
            return List.of(Layer.of(model, of(checkpoint)));
        }
        return adapters.keySet().stream()
                .map(name -> Layer.of(name, adapter(checkpoint, name)))
                .toList();
    }

    /** Returns the options that were given and decide about corrections, so that two runs can be told apart. */
    String description() {
        CommandLine.ParseResult given = command.commandLine().getParseResult();
        String others = given.matchedOptions().stream()
                .filter(option -> DECISIVE.contains(option.longestName()))
                .map(option -> " " + option.longestName() + "=" + option.getValue())
                .sorted()
                .collect(Collectors.joining());
        return "--model=" + model + others;
    }

    private Aligner adapter(CheckpointAligner checkpoint, String name) {
        return checkpoint.with(variant().withAdapter(name));
    }

    private CheckpointAligner.Variant variant() {
        CheckpointAligner.Variant variant = CheckpointAligner.Variant.DEFAULT;
        variant = strength == null ? variant : variant.withStrength(strength);
        return threshold == null ? variant : variant.withThreshold(threshold);
    }
}
