package io.github.aligner4j.runtime.scheduling;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchedulerSettingsTest {

    private final SchedulerSettings settings = SchedulerSettings.defaults("m");

    @Test
    void limits_out_of_range_are_named() {
        assertThatThrownBy(() -> settings.withMaxQueuedRequests(0))
                .hasMessage("max-queued-requests must be at least 1, but was 0");
        assertThatThrownBy(() -> settings.withPrefillChunk(0))
                .hasMessage("prefill-chunk must be at least 1, but was 0");
        assertThatThrownBy(() -> settings.withCloseGrace(Duration.ofMillis(-1)))
                .hasMessage("close-grace must not be negative, but was PT-0.001S");
    }
}
