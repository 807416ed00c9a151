// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The benchmark runs once with the embedded checkpoint; what it measures here means nothing. */
class LoadRunTest {

    @Test
    void every_number_of_callers_and_every_queue_gets_its_line() {
        List<String> lines = new ArrayList<>();
        LoadOptions options = LoadOptions.of(
                "callers=2,3",
                "queued=1,4",
                "running=2",
                "tokens=20",
                "seconds=0.4",
                "checkpoint=../../gpu-runtime/civility-model/checkpoint");
        Load.run(options, lines::add);

        assertThat(lines).hasSize(2 + 2 * 2);
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadOptions.of("patience=1"))
                .withMessageContaining("'patience'")
                .withMessageContaining("seconds");
    }

    @Test
    void percentiles_are_by_nearest_rank() {
        LoadResult result = new LoadResult(List.of(4_000_000L, 1_000_000L, 3_000_000L, 2_000_000L), 1, 2);

        assertThat(result.millis(50)).isEqualTo(2);
        assertThat(result.millis(99)).isEqualTo(4);
        assertThat(result.rate()).isEqualTo(2);
    }
}
