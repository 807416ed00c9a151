// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.template.CorrectionTemplates;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SoakTest {

    private static final long MEBIBYTE = 1 << 20;

    private final FakeModel model = new FakeModel();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void memory_is_watched_from_the_end_of_the_warm_up_on() {
        Soak soak = new Soak(model, model.nanos::get, () -> Optional.of(held(100 + looks.getAndIncrement())));

        model.requestBytes = 77;
        SoakReport report = soak.run(workload(), Drafting.RESIDUAL, 500);

        assertThat(model.requests).hasSize(500).containsOnly("residual 5");
        assertThat(looks).hasValue(81);
        assertThat(report.firstMebibytes()).isEqualTo(100);
        assertThat(report.lastMebibytes()).isEqualTo(180);
        assertThat(report.drift()).isEqualTo(0.8, within(1e-9));
        assertThat(report.spread()).isEqualTo(40.0 / 140, within(1e-9));
        assertThat(report.leakedBytes()).isEqualTo(77);
        assertThat(report.threads()).containsExactly(9, 9);
        assertThat(report.correctionsPerSecond()).isEqualTo(1000, within(1e-6));
    }

    @Test
    void fewer_corrections_than_looks_are_watched_after_each() {
        new Soak(model, model.nanos::get, () -> Optional.of(held(looks.getAndIncrement())))
                .run(workload(), Drafting.NONE, 10);

        assertThat(looks).hasValue(9);
    }

    @Test
    void memory_may_be_unknown() {
        SoakReport report = new Soak(model, model.nanos::get, Optional::empty).run(workload(), Drafting.NONE, 10);

        assertThat(report.firstMebibytes()).isNull();
        assertThat(report.spread()).isNull();
        assertThat(report.corrections()).isEqualTo(10);
    }

    private static ProcessMemory held(int mebibytes) {
        return new ProcessMemory(mebibytes * MEBIBYTE, 1000 * MEBIBYTE, 9);
    }

    private Workload workload() {
        List<BenchRow> rows = List.of(new BenchRow("a", "Why?", "1234", "1234"));
        return Workload.of(rows, CorrectionTemplates.ALIGNER_7B, model, true, 64);
    }
}
