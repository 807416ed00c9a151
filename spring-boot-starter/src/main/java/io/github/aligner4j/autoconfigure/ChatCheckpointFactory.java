// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.runtime.CheckpointChatModel;
import io.github.aligner4j.runtime.ModelSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads instruct checkpoints into this JVM, each once for all prompted Aligners and correctors that can share it. */
final class ChatCheckpointFactory {

    private static final String DETECTOR = "/detector";

    private final HubModels hub;

    ChatCheckpointFactory(HubModels hub) {
        this.hub = hub;
    }

    Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
        definitions.forEach(FolderChecks::check);
        Definition first = definitions.values().iterator().next();
        CheckpointChatModel.Builder builder = CheckpointChatModel.builder(ModelSource.parse(first.checkpoint()))
                .options(CheckpointSettings.options(first));
        if (CheckpointSettings.needsHub(definitions.values())) {
            builder.hub(hub.client());
        }
        definitions.forEach((name, definition) -> {
            add(builder, name, definition.adapter());
            add(builder, name + DETECTOR, definition.detectorAdapter());
        });
        CheckpointChatModel model = builder.open();
        try {
            Map<String, Aligner> opened = new LinkedHashMap<>();
            definitions.forEach((name, definition) -> opened.put(
                    name,
                    new OpenedAligner(
                            aligner(model, name, definition),
                            model::close,
                            () -> CheckpointSettings.state(model.model().status())
                                    .withStatistics(model.model().statistics()))));
            return opened;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static void add(CheckpointChatModel.Builder builder, String name, @Nullable String adapter) {
        if (adapter != null) {
            builder.adapter(name, ModelSource.parse(adapter));
        }
    }

    private Aligner aligner(CheckpointChatModel model, String name, Definition definition) {
        if (AlignerKind.of(definition) == AlignerKind.PROMPTED) {
            return PromptedAligners.of(definition, definition.adapter() == null ? model : model.withAdapter(name));
        }
        GuardianAligners guardian = new GuardianAligners(model.model(), model.template());
        if (KindChecks.isHarm(definition)) {
            return guardian.harm(definition, name);
        }
        String detector = definition.detectorAdapter();
        return guardian.factuality(
                definition,
                new GuardianAligners.Adapter(name, hub.folder(Objects.requireNonNull(definition.adapter()))),
                detector == null ? null : new GuardianAligners.Adapter(name + DETECTOR, hub.folder(detector)));
    }
}
