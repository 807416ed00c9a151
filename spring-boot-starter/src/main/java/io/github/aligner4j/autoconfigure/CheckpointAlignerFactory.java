// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.CheckpointAligner.Variant;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.PropertyMapper;

/** Loads checkpoints into this JVM, each once for all Aligners that can share it. */
final class CheckpointAlignerFactory {

    private static final PropertyMapper MAP = PropertyMapper.get();

    private final HubModels hub;

    CheckpointAlignerFactory(HubModels hub) {
        this.hub = hub;
    }

    Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
        definitions.forEach(FolderChecks::check);
        CheckpointAligner.Builder builder =
                builder(definitions.values().iterator().next());
        if (CheckpointSettings.needsHub(definitions.values())) {
            builder.hub(hub.client());
        }
        definitions.forEach((name, definition) ->
                MAP.from(definition.adapter()).as(ModelSource::parse).to(adapter -> builder.adapter(name, adapter)));
        CheckpointAligner checkpoint = builder.open();
        try {
            Map<String, Aligner> opened = new LinkedHashMap<>();
            definitions.forEach((name, definition) -> opened.put(name, opened(checkpoint, variant(name, definition))));
            return opened;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Returns a builder with the settings of loading, which definitions that share a checkpoint have in common. */
    private static CheckpointAligner.Builder builder(Definition definition) {
        CheckpointAligner.Builder builder = CheckpointAligner.builder(ModelSource.parse(definition.checkpoint()))
                .options(CheckpointSettings.options(definition));
        MAP.from(definition.template())
                .as(template -> CheckpointDescriptor.template(template)
                        .aspects(definition.aspects())
                        .build())
                .to(builder::descriptor);
        MAP.from(definition.copyBias())
                .to(nats -> builder.customizeDescriptors(descriptor -> descriptor.withCopyBias(nats)));
        MAP.from(definition.maxNewTokens())
                .as(SamplingParameters.GREEDY::withMaxNewTokens)
                .to(builder::sampling);
        MAP.from(definition.timeout()).to(builder::timeout);
        return builder;
    }

    private static Aligner opened(CheckpointAligner checkpoint, Variant variant) {
        OpenedAligner opened = new OpenedAligner(
                checkpoint.with(variant),
                checkpoint::close,
                () -> CheckpointSettings.state(checkpoint.status()).withStatistics(checkpoint.statistics()));
        boolean detects = variant.adapter()
                .map(checkpoint::detector)
                .orElseGet(checkpoint::detector)
                .isPresent();
        return detects ? opened.warmedUpBy(checkpoint.with(variant.withThreshold(0))) : opened;
    }

    private static Variant variant(String name, Definition definition) {
        Variant variant = Variant.DEFAULT;
        variant = MAP.from(definition.strength()).to(variant, Variant::withStrength);
        variant = MAP.from(definition.threshold()).to(variant, Variant::withThreshold);
        return definition.adapter() == null ? variant : variant.withAdapter(name);
    }
}
