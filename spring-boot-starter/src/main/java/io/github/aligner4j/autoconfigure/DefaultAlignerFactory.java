// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerKind.Backend;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.autoconfigure.AlignerProperties.Hub;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/** Opens Aligners of every kind but routers: on checkpoints in this JVM, remote engines and chat models. */
final class DefaultAlignerFactory implements AlignerFactory {

    private static final String RUNTIME = "io.github.aligner4j.runtime.CheckpointAligner";
    private static final String REMOTE = "io.github.aligner4j.remote.RemoteEngine";
    private static final String CORRECTORS = "io.github.aligner4j.correctors.GuardianHarmCorrector";

    private final HubModels hub;
    private final ListableBeanFactory beans;

    DefaultAlignerFactory(Hub hub, ListableBeanFactory beans) {
        this.hub = new HubModels(hub);
        this.beans = beans;
    }

    @Override
    public Aligner open(String name, Definition definition) {
        return Objects.requireNonNull(openSharing(Map.of(name, definition)).get(name));
    }

    @Override
    public Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
        definitions.forEach(DefaultAlignerFactory::requireModules);
        return switch (Backend.of(definitions.values().iterator().next())) {
            case ALIGNER_CHECKPOINT -> new CheckpointAlignerFactory(hub).openSharing(definitions);
            case CHAT_CHECKPOINT -> new ChatCheckpointFactory(hub).openSharing(definitions);
            default -> each(definitions);
        };
    }

    private Map<String, Aligner> each(Map<String, Definition> definitions) {
        Map<String, Aligner> opened = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> opened.put(name, alone(name, definition)));
        return opened;
    }

    private Aligner alone(String name, Definition definition) {
        return switch (Backend.of(definition)) {
            case ENGINE -> new RemoteAlignerFactory(hub).open(definition);
            case CHAT_MODEL -> PromptedAligners.of(definition, new ChatModelBeans(beans).model(definition, name));
            default -> throw new IllegalArgumentException("a router is built by the registry of Aligners");
        };
    }

    private static void requireModules(String name, Definition definition) {
        Backend backend = Backend.of(definition);
        if (backend.isLoaded()) {
            require(name, "a checkpoint in this JVM", RUNTIME, "aligner-gpu-runtime");
        }
        if (backend == Backend.ENGINE) {
            require(name, "a model behind an engine", REMOTE, "aligner-remote");
        }
        if (AlignerKind.of(definition) == AlignerKind.CORRECTOR) {
            require(name, "a corrector of two steps", CORRECTORS, "aligner-correctors");
        }
    }

    private static void require(String name, String kind, String type, String artifact) {
        if (!ClassUtils.isPresent(type, null)) {
            throw new AlignerSetupException(
                    "The Aligner '" + name + "' is " + kind + ", but " + artifact + " is not on the class path.",
                    "Add io.github.aligner4j:" + artifact
                            + " to the class path, define a bean of type AlignerFactory, or set"
                            + " the layers of the chains to beans of type Aligner.");
        }
    }

    @Override
    public void warmUp(Aligner opened) {
        WarmUp.of(opened instanceof OpenedAligner aligner ? aligner.everything() : opened);
    }

    @Override
    public AlignerState state(Aligner opened) {
        return opened instanceof OpenedAligner aligner ? aligner.state() : AlignerState.LOADED;
    }
}
