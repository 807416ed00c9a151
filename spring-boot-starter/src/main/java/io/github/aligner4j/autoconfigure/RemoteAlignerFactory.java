// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.chattemplate.ChatTemplate;
import io.github.aligner4j.remote.EngineProfile;
import io.github.aligner4j.remote.RemoteAligner;
import io.github.aligner4j.remote.RemoteChatModel;
import io.github.aligner4j.remote.RemoteCompletionModel;
import io.github.aligner4j.remote.RemoteEngine;
import io.github.aligner4j.remote.RemoteStatus;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.PropertyMapper;

/** Opens Aligners whose model runs behind a remote engine, after probing it. */
final class RemoteAlignerFactory {

    private static final PropertyMapper MAP = PropertyMapper.get();

    private final HubModels hub;

    RemoteAlignerFactory(HubModels hub) {
        this.hub = hub;
    }

    Aligner open(Definition definition) {
        RemoteEngine engine = engine(definition);
        return switch (AlignerKind.of(definition)) {
            case PROMPTED -> opened(PromptedAligners.of(definition, chat(definition, engine)), () -> {}, engine);
            case CORRECTOR -> {
                RemoteCompletionModel model = RemoteCompletionModel.create(engine);
                yield opened(corrector(definition, model), model::close, engine);
            }
            default -> {
                RemoteAligner aligner = aligner(definition, engine);
                yield opened(aligner, aligner::close, engine);
            }
        };
    }

    private static RemoteChatModel chat(Definition definition, RemoteEngine engine) {
        RemoteChatModel model = RemoteChatModel.create(engine);
        return definition.contentsAreText() ? model.contentsAreText() : model;
    }

    private static RemoteAligner aligner(Definition definition, RemoteEngine engine) {
        RemoteAligner.Builder builder = RemoteAligner.builder(
                engine,
                CorrectionTemplates.byId(Objects.requireNonNull(definition.template()), definition.aspects(), null));
        CorrectionLimits limits = CorrectionLimits.NONE;
        limits = MAP.from(definition.timeout()).to(limits, CorrectionLimits::withTimeout);
        limits = MAP.from(definition.maxNewTokens()).to(limits, CorrectionLimits::withMaxNewTokens);
        return builder.limits(limits).build();
    }

    private Aligner corrector(Definition definition, RemoteCompletionModel model) {
        ChatTemplate template = ChatTemplate.fromFolder(hub.folder(definition.checkpoint()));
        GuardianAligners guardian = new GuardianAligners(model, template);
        String adapter = Objects.requireNonNull(definition.adapter());
        if (KindChecks.isHarm(definition)) {
            return guardian.harm(definition, adapter);
        }
        throw new AlignerSetupException(
                "The corrector '" + definition.corrector()
                        + "' reads the io.yaml of its adapter, but an engine has only the" + " name '" + adapter
                        + "' of it.",
                "Run it in this JVM: leave engine out, and set adapter to the adapter's folder or hf:// source.");
    }

    private static RemoteEngine engine(Definition definition) {
        RemoteEngine.Builder builder = builder(Objects.requireNonNull(definition.engine()))
                .baseUrls(definition.baseUrl())
                .apiKey(definition.apiKey());
        if (AlignerKind.of(definition) != AlignerKind.CORRECTOR) {
            builder.adapter(definition.adapter());
        }
        MAP.from(definition.model()).to(builder::model);
        MAP.from(definition.maxConcurrentRequests()).to(builder::maxConcurrentRequests);
        MAP.from(definition.maxQueuedRequests()).to(builder::maxQueuedRequests);
        return builder.build();
    }

    private static RemoteEngine.Builder builder(String engine) {
        if (!engine.endsWith(".json")) {
            return RemoteEngine.builder(engine);
        }
        try {
            return RemoteEngine.builder(EngineProfile.read(Path.of(engine)));
        } catch (IOException e) {
            throw new AlignerSetupException(
                    "The engine profile '" + engine + "' can't be read.",
                    "Set engine to " + EngineProfile.names() + ", or to the file of a profile.",
                    e);
        }
    }

    private static Aligner opened(Aligner aligner, Runnable closing, RemoteEngine engine) {
        return new OpenedAligner(aligner, closing, () -> state(engine.status()).withStatistics(engine.statistics()));
    }

    static AlignerState state(RemoteStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", status.available() ? "available" : "unavailable");
        details.put("engine", status.engine());
        details.put("queued", status.queued());
        details.put("running", status.inFlight());
        Map<String, Object> urls = new LinkedHashMap<>();
        for (RemoteStatus.Url url : status.urls()) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("state", url.state());
            facts.put("running", url.inFlight());
            url.version().ifPresent(version -> facts.put("version", version));
            url.ejectedUntil().ifPresent(until -> facts.put("ejectedUntil", until));
            url.lastError().ifPresent(error -> facts.put("lastError", error));
            urls.put(url.url(), facts);
        }
        details.put("urls", urls);
        return new AlignerState(status.available(), details);
    }
}
