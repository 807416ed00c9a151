// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.judge.Judgment.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionBiasTest {

    private static Judgment judgment(String judge, Result... orders) {
        return new Judgment(
                "1",
                judge,
                "helpful",
                "a",
                "b",
                Result.TIE,
                List.of(),
                TokenUsage.NONE,
                Duration.ZERO,
                List.of(orders));
    }

    @Test
    void contradictions_are_counted_by_the_position_that_was_preferred() {
        List<PositionBias> biases = PositionBias.of(List.of(
                judgment("x", Result.WIN, Result.WIN),
                judgment("x", Result.WIN, Result.LOSS),
                judgment("x", Result.WIN, Result.LOSS),
                judgment("x", Result.LOSS, Result.WIN),
                judgment("x", Result.TIE, Result.WIN),
                judgment("x"),
                judgment("y", Result.TIE, Result.TIE)));

        assertThat(biases)
                .containsExactly(
                        new PositionBias("x", "helpful", 5, 2, 1, 1), new PositionBias("y", "helpful", 1, 0, 0, 0));
        assertThat(biases.get(0).contradictions()).isEqualTo(0.6);
    }

    @Test
    void judgments_of_one_order_have_no_bias() {
        assertThat(PositionBias.of(List.of(judgment("x"), judgment("x")))).isEmpty();
    }
}
