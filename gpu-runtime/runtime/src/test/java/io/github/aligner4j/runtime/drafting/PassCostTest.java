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
        assertThat(cost.shared(14).freeRows()).isEqualTo(1);
        assertThat(cost.shared(14).perRow()).isCloseTo(0.7, within(1e-9));
    }

    @Test
    void impossible_figures_are_refused() {
        assertThatThrownBy(() -> new PassCost(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("free rows must be at least 1, but were 0");
        assertThatThrownBy(() -> new PassCost(4, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cost per row must be a finite number of 0 or more, but was -0.1");
        assertThatThrownBy(() -> new PassCost(4, Double.NaN))
                .hasMessage("the cost per row must be a finite number of 0 or more, but was NaN");
    }
}
