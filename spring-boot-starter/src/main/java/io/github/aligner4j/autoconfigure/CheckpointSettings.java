// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.autoconfigure.AlignerProperties.Definition;
import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.RuntimeStatus;
import io.github.aligner4j.runtime.SchedulingOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/** The settings and the state of models that are loaded into this JVM. */
final class CheckpointSettings {

    private static final PropertyMapper MAP = PropertyMapper.get();

    private CheckpointSettings() {}

    /** Returns whether one of the definitions has a model on the hub. */
    static boolean needsHub(Collection<Definition> definitions) {
        return definitions.stream()
                .flatMap(definition ->
                        Stream.of(definition.checkpoint(), definition.adapter(), definition.detectorAdapter()))
                .anyMatch(source -> source != null && HubSource.isHub(source));
    }

    static RuntimeOptions options(Definition definition) {
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
