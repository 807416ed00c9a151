// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.runtime.scheduling.BatchLimits;
import io.github.aligner4j.runtime.scheduling.CacheLimits;
import io.github.aligner4j.runtime.scheduling.SchedulerSettings;
import io.github.aligner4j.runtime.scripted.ScriptedCausalLanguageModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A token of the scripted model takes one byte. */
class DeviceLimitsTest {

    @Test
    void what_is_left_to_the_device_is_as_suits_it() {
        SchedulerSettings onCpu = settings(DeviceLimits.cpu(4000), SchedulingOptions.DEFAULT);
        assertThat(onCpu.batch()).isEqualTo(new BatchLimits(256, 32, 256, 64));
        assertThat(onCpu.caches()).isEqualTo(new CacheLimits(4000, 1000));

        SchedulerSettings onGpu = settings(DeviceLimits.cuda(4), SchedulingOptions.DEFAULT);
        assertThat(onGpu.batch()).isEqualTo(new BatchLimits(256, 32, 2048, 512));
        assertThat(onGpu.caches().kvCacheBytes()).isEqualTo(100);
    }

    @Test
    void what_is_given_holds() {
        SchedulingOptions options = SchedulingOptions.DEFAULT
                .withMaxQueuedRequests(7)
                .withMaxRunningRequests(6)
                .withMaxBatchTokens(50)
                .withMaxPrefillTokens(40)
                .withKvCacheBytes(30)
                .withPrefixCacheBytes(20);
        SchedulerSettings settings = settings(DeviceLimits.cpu(4000), options);

        assertThat(settings.batch()).isEqualTo(new BatchLimits(7, 6, 50, 40));
        assertThat(settings.caches()).isEqualTo(new CacheLimits(30, 20));
        assertThat(settings.drainTimeout()).isEqualTo(options.drainTimeout());
        assertThat(settings.modelName()).isEqualTo("m");
    }

    @Test
    void no_more_requests_run_than_a_pass_has_tokens() {
        SchedulingOptions options =
                SchedulingOptions.DEFAULT.withMaxRunningRequests(9).withMaxBatchTokens(4);

        assertThat(settings(DeviceLimits.cpu(1), options).batch()).isEqualTo(new BatchLimits(256, 4, 4, 4));
    }

    private static SchedulerSettings settings(DeviceLimits limits, SchedulingOptions options) {
        return limits.settings("m", options, new ScriptedCausalLanguageModel("said", 100));
    }
}
