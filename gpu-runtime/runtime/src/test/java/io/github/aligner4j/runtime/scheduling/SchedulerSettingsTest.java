package io.github.aligner4j.runtime.scheduling;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerSettingsTest {

    private final SchedulerSettings settings = SchedulerSettings.defaults("m");

    @Test
    void limits_out_of_range_are_named() {
        BatchLimits batch = settings.batch();
        assertThatThrownBy(() -> batch.withMaxQueuedRequests(0))
                .hasMessage("max-queued-requests must be at least 1, but was 0");
        assertThatThrownBy(() -> batch.withMaxRunningRequests(0))
                .hasMessage("max-running-requests must be at least 1, but was 0");
        assertThatThrownBy(() -> batch.withStepTokens(-1)).hasMessage("step-tokens must be at least 0, but was -1");
        assertThatThrownBy(() -> batch.withPrefillChunk(-1)).hasMessage("prefill-chunk must be at least 0, but was -1");
        assertThatThrownBy(() -> new CacheLimits(OptionalLong.of(0), OptionalLong.empty()))
                .hasMessage("cache-memory must be at least 1 bytes, but was 0 bytes");
        assertThatThrownBy(() -> new CacheLimits(OptionalLong.empty(), OptionalLong.of(-1)))
                .hasMessage("prefix-cache-memory must be at least 0 bytes, but was -1 bytes");
        assertThatThrownBy(() -> settings.withCloseGrace(Duration.ofMillis(-1)))
                .hasMessage("close-grace must not be negative, but was PT-0.001S");
    }

    @Test
    void what_is_left_to_the_device_is_as_suits_it() {
        SchedulerSettings onCpu = settings.on(DeviceProfile.cpu(4000), 100);
        assertThat(onCpu.batch()).isEqualTo(new BatchLimits(256, 32, 256, 64));
        assertThat(onCpu.caches()).isEqualTo(new CacheLimits(OptionalLong.of(4000), OptionalLong.of(1000)));

        SchedulerSettings onGpu = settings.on(DeviceProfile.cuda(4000), 8000);
        assertThat(onGpu.batch()).isEqualTo(new BatchLimits(256, 32, 2048, 512));
        assertThat(onGpu.caches().cacheMemory()).hasValue(8000);
    }

    @Test
    void no_more_requests_run_than_a_pass_has_tokens() {
        BatchLimits limits = new BatchLimits(1, 9, 4, 0).on(DeviceProfile.cpu(1));

        assertThat(limits).isEqualTo(new BatchLimits(1, 4, 4, 4));
    }
}
