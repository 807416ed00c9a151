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
    void answers_whose_windows_are_read_and_answers_whose_windows_are_corrected_get_a_line_each() {
        List<String> lines = new ArrayList<>();
        SideBySide.run(
                SideBySideOptions.of(
                        "tokens=100", "rounds=1", "checkpoint=../../gpu-runtime/civility-model/checkpoint"),
                lines::add);

        assertThat(lines).hasSize(4);
        assertThat(lines.get(2)).startsWith("| none is found | ");
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SideBySideOptions.of("patience=1"))
                .withMessageContaining("'patience'")
                .withMessageContaining("rounds");
    }
}
