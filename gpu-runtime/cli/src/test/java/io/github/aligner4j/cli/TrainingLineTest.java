// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingLineTest {

    private static final String SAID = "correction, loss 0.447, dev 0.312, 2684 tok/s";

    @Test
    void eighty_columns_hold_step_bar_loss_speed_and_the_time_left() {
        assertThat(TrainingLine.line(9, 23, SAID, "0:10", 80))
                .isEqualTo("9/23 [======          ] correction, loss 0.447, dev 0.312, 2684 tok/s, 0:10 left")
                .hasSize(80);
    }

    @Test
    void a_line_without_room_has_no_bar_and_is_never_longer_than_the_terminal() {
        assertThat(TrainingLine.line(12345, 20000, SAID, "10:00:00", 76))
                .isEqualTo("12345/20000 correction, loss 0.447, dev 0.312, 2684 tok/s, 10:00:00 left    ");
        assertThat(TrainingLine.line(9, 23, SAID, "0:10", 20)).isEqualTo("9/23 correction, los");
    }

    @Test
    void the_bar_is_full_at_the_end_and_not_before() {
        assertThat(TrainingLine.line(23, 23, "", "0:00", 200)).contains("[" + "=".repeat(30) + "]");
        assertThat(TrainingLine.line(22, 23, "", "0:00", 200)).contains("=  ]");
    }

    @Test
    void a_short_line_covers_a_longer_one_before_it() {
        assertThat(TrainingLine.line(0, 23, "", "?", 80))
                .startsWith("0/23 [" + " ".repeat(30) + "] starting  ")
                .hasSize(80);
    }

    @Test
    void time_is_told_in_hours_only_if_there_are_some() {
        assertThat(TrainingLine.time(Duration.ofSeconds(3599))).isEqualTo("59:59");
        assertThat(TrainingLine.time(Duration.ofSeconds(3661))).isEqualTo("1:01:01");
    }
}
