package io.github.aligner4j.runtime.drafting;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PassCostTest {

    @Test
    void free_rows_cost_nothing_and_the_others_the_same_each() {
        PassCost cost = new PassCost(4, 0.1);

        assertThat(cost.time(1)).isEqualTo(1);
        assertThat(cost.time(4)).isEqualTo(1);
        assertThat(cost.time(9)).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void in_a_crowd_a_row_costs_more_of_what_a_token_costs_anyway() {
        PassCost cost = new PassCost(4, 0.1);

        assertThat(cost.shared(1)).isEqualTo(cost);
        assertThat(cost.shared(2)).isEqualTo(new PassCost(2, 0.2));
        // Fourteen rows take twice as long as four: each one's part is a seventh.
        assertThat(cost.shared(14).freeTokens()).isEqualTo(1);
        assertThat(cost.shared(14).perToken()).isCloseTo(0.7, within(1e-9));
    }

    @Test
    void impossible_figures_are_refused() {
        assertThatThrownBy(() -> new PassCost(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("freeTokens must be at least 1, but was 0");
        assertThatThrownBy(() -> new PassCost(4, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("perToken must be a finite number of at least 0, but was -0.1");
        assertThatThrownBy(() -> new PassCost(4, Double.NaN))
                .hasMessage("perToken must be a finite number of at least 0, but was NaN");
    }
}
