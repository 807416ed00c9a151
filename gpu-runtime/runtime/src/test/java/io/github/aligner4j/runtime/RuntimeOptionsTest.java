// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RuntimeOptionsTest {

    private final RuntimeOptions options = RuntimeOptions.DEFAULT;
    private final SchedulingOptions scheduling = SchedulingOptions.DEFAULT;

    @Test
    void listed_choices_are_taken() {
        SchedulingOptions one = scheduling.withMaxRunningRequests(1);
        assertThat(options.withDevice("cuda:3")
                        .withDtype("bfloat16")
                        .withThreads(4)
                        .withBatchInvariant(true)
                        .withScheduling(one))
                .isEqualTo(new RuntimeOptions("cuda:3", "bfloat16", 4, true, one));
        assertThat(options).isEqualTo(new RuntimeOptions("auto", "auto", 0, false, scheduling));
    }

    @Test
    void other_choices_are_refused_with_those_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withDevice("gpu"))
                .withMessage("unknown device 'gpu': choose auto, cpu or cuda:N, as cuda:0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withDtype("int4"))
                .withMessage("unknown dtype 'int4': choose one of auto, float32, bfloat16, float16, int8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withThreads(-1))
                .withMessage("bad number of threads -1: choose 1 to 1024, or 0 for all cores");
    }

    @Test
    void limits_out_of_range_are_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withMaxQueuedRequests(0))
                .withMessage("maxQueuedRequests must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withMaxRunningRequests(0))
                .withMessage("maxRunningRequests must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withMaxBatchTokens(0))
                .withMessage("maxBatchTokens must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withMaxPrefillTokens(-1))
                .withMessage("maxPrefillTokens must be at least 1, but was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withKvCacheBytes(0))
                .withMessage("kvCacheBytes must be at least 1, but was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withPrefixCacheBytes(-1))
                .withMessage("prefixCacheBytes must be at least 0, but was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scheduling.withDrainTimeout(Duration.ofMillis(-1)))
                .withMessage("drainTimeout must not be negative, but was PT-0.001S");
    }
}
