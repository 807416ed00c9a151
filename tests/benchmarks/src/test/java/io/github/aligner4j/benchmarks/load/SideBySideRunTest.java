// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The benchmark runs once with the embedded checkpoint; what it measures here means nothing. */
class SideBySideRunTest {

    @Test
    void answers_that_are_read_that_are_corrected_and_those_of_the_shipped_threshold_get_a_line_each() {
        List<String> lines = new ArrayList<>();
        SideBySide.run(
                SideBySideOptions.of(
                        "tokens=100", "rounds=1", "checkpoint=../../gpu-runtime/civility-model/checkpoint"),
                lines::add);

        assertThat(lines).hasSize(5);
        assertThat(lines.get(2)).startsWith("| read only | ");
        assertThat(lines.get(3)).startsWith("| as shipped | ");
        assertThat(lines.get(4)).startsWith("| all corrected | ");
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SideBySideOptions.of("patience=1"))
                .withMessageContaining("'patience'")
                .withMessageContaining("rounds");
    }
}
