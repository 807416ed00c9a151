package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.SchedulingOptions;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/** Loads checkpoints into this JVM, each once for all Aligners that can share it. */
final class CheckpointAlignerFactory implements AlignerFactory {

    private static final PropertyMapper MAP = PropertyMapper.get();

    @Override
    public Aligner open(String name, Definition definition) {
        return Objects.requireNonNull(openSharing(Map.of(name, definition)).get(name));
    }

    @Override
    public Map<String, Aligner> openSharing(Map<String, Definition> definitions) {
        definitions.forEach(FolderChecks::check);
        CheckpointAligner.Builder builder =
                builder(definitions.values().iterator().next());
        definitions.forEach((name, definition) ->
                MAP.from(definition.adapter()).as(ModelSource::parse).to(adapter -> builder.adapter(name, adapter)));
        CheckpointAligner checkpoint = builder.open();
        try {
            Map<String, Aligner> opened = new LinkedHashMap<>();
            definitions.forEach((name, definition) ->
                    opened.put(name, new SharedAligner(checkpoint, aligner(checkpoint, name, definition))));
            return opened;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /** Returns a builder with the settings of loading, which definitions that share a checkpoint have in common. */
    private static CheckpointAligner.Builder builder(Definition definition) {
        CheckpointAligner.Builder builder = CheckpointAligner.builder(ModelSource.parse(definition.checkpoint()))
                .options(options(definition));
        MAP.from(definition.template())
                .as(template -> CheckpointDescriptor.template(template).build())
                .to(builder::descriptor);
        MAP.from(definition.copyBias())
                .to(nats -> builder.customizeDescriptors(descriptor -> descriptor.withCopyBias(nats)));
        MAP.from(definition.maxNewTokens())
                .as(SamplingParameters.GREEDY::withMaxNewTokens)
                .to(builder::sampling);
        MAP.from(definition.timeout()).to(builder::timeout);
        return builder;
    }

    private static RuntimeOptions options(Definition definition) {
        return RuntimeOptions.DEFAULT
                .withDevice(definition.device())
                .withDtype(definition.dtype())
                .withThreads(definition.threads())
                .withBatchInvariant(definition.scheduling().exact())
                .withScheduling(scheduling(definition));
    }

    private static SchedulingOptions scheduling(Definition definition) {
        AlignerProperties.Scheduling properties = definition.scheduling();
        SchedulingOptions options = SchedulingOptions.DEFAULT;
        options = MAP.from(definition.maxQueuedRequests()).to(options, SchedulingOptions::withMaxQueuedRequests);
        options = MAP.from(properties.maxRunningRequests()).to(options, SchedulingOptions::withMaxRunningRequests);
        options = MAP.from(properties.stepTokens()).to(options, SchedulingOptions::withMaxBatchTokens);
        options = MAP.from(properties.prefillChunk()).to(options, SchedulingOptions::withMaxPrefillTokens);
        options = MAP.from(properties.cacheMemory())
                .as(DataSize::toBytes)
                .to(options, SchedulingOptions::withKvCacheBytes);
        return MAP.from(properties.prefixCacheMemory())
                .as(DataSize::toBytes)
                .to(options, SchedulingOptions::withPrefixCacheBytes);
    }

    private static Aligner aligner(CheckpointAligner checkpoint, String name, Definition definition) {
        Double strength = definition.strength();
        if (definition.adapter() == null) {
            return strength == null ? checkpoint : checkpoint.withStrength(strength);
        }
        return strength == null ? checkpoint.withAdapter(name) : checkpoint.withAdapter(name, strength);
    }

    @Override
    public AlignerState state(Aligner opened) {
        return opened instanceof SharedAligner shared
                ? state(shared.checkpoint().status())
                : AlignerState.LOADED;
    }

    static AlignerState state(RuntimeStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("device", status.device());
        details.put("dtype", status.dtype());
        details.put("queued", status.requests().queued());
        details.put("running", status.requests().running());
        details.put("completed", status.requests().completed());
        details.put("failed", status.requests().failed());
        details.put("cacheBytes", status.kvCache().usedBytes());
        details.put("cacheLimitBytes", status.kvCache().limitBytes());
        details.put("prefixHitRate", status.prefixCache().hitRate());
        if (!status.kernelFallbacks().isEmpty()) {
            details.put("kernelFallbacks", status.kernelFallbacks());
        }
        MAP.from(status.requests().lastError()).to(message -> details.put("lastError", message));
        return new AlignerState(!status.closed(), details);
    }
}
