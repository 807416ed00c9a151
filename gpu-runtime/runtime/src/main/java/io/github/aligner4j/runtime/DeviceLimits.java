// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.djl.DeviceMemory;
import io.github.aligner4j.runtime.model.CausalLanguageModel;
import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.CacheLimits;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import java.util.Objects;

/**
 * Default limits of a device, used where the options leave a limit open.
 *
 * @param batchTokens tokens of one forward pass. On a CPU the time of a pass is proportional to its tokens from about 32
 *     on, so larger passes gain nothing; a GPU needs hundreds to be busy
 * @param prefillTokens prompt tokens of a pass in which other requests generate
 * @param kvCacheBytes memory for keys and values
 */
record DeviceLimits(int batchTokens, int prefillTokens, long kvCacheBytes) {

    /** Returns the limits of a device on which a model has been loaded. */
    static DeviceLimits of(String device) {
        long memory = DeviceMemory.forCaches(device);
        return device.equals("cpu") ? cpu(memory) : cuda(memory);
    }

    static DeviceLimits cpu(long kvCacheBytes) {
        return new DeviceLimits(256, 64, kvCacheBytes);
    }

    static DeviceLimits cuda(long kvCacheBytes) {
        return new DeviceLimits(2048, 512, kvCacheBytes);
    }

    /** Returns the settings of {@code model} on this device: {@code options}, completed by these limits. */
    SchedulerSettings settings(String modelName, SchedulingOptions options, CausalLanguageModel model) {
        int batch = Objects.requireNonNullElse(options.maxBatchTokens(), batchTokens);
        int prefill = Objects.requireNonNullElse(options.maxPrefillTokens(), prefillTokens);
        long context = model.contextTokens() * model.cacheBytesPerToken();
        long caches = Objects.requireNonNullElse(options.kvCacheBytes(), Math.max(kvCacheBytes, context));
        long prefixes = Objects.requireNonNullElse(options.prefixCacheBytes(), caches / 4);
        return new SchedulerSettings(
                modelName,
                new BatchLimits(options.maxQueuedRequests(), options.maxRunningRequests(), batch, prefill),
                new CacheLimits(caches, prefixes),
                options.drainTimeout());
    }
}
