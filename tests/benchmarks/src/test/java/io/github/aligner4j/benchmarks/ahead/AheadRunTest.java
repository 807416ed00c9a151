// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.ahead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The benchmark runs once with the embedded checkpoint; what it measures here means nothing. */
class AheadRunTest {

    @Test
    void every_number_of_callers_and_every_pace_gets_its_line() throws IOException {
        List<String> lines = new ArrayList<>();
        AheadOptions options = AheadOptions.of(
                "rounds=1",
                "tokens=60",
                "paces=2000,4000",
                "callers=1,2",
                "aligners=civility",
                "checkpoint=../../gpu-runtime/civility-model/checkpoint");
        Ahead.run(options, lines::add);
        assertThat(lines).filteredOn(line -> line.startsWith("| civility")).hasSize(2 * 2);
    }

    @Test
    void an_option_that_does_not_exist_is_refused_with_those_that_do() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AheadOptions.of("tempo=1"))
                .withMessageContaining("'tempo'")
                .withMessageContaining("paces");
    }
}
