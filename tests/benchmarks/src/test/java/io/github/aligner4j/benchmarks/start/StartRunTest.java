// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.start;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The benchmark runs once with the embedded checkpoint; what it measures here means nothing. */
class StartRunTest {

    @Test
    void a_jvm_of_its_own_corrects_answers_and_its_times_become_a_line() {
        List<String> lines = new ArrayList<>();
        Start.run(StartOptions.of("rounds=1", "checkpoint=../../gpu-runtime/civility-model/checkpoint"), lines::add);

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).matches("\\| 1 \\|( \\d+ \\|){8}");
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartOptions.of("patience=1"))
                .withMessageContaining("'patience'")
                .withMessageContaining("rounds");
    }
}
