// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficEntryTest {

    @Test
    void an_answer_ends_as_its_layers_and_texts_say() {
        assertThat(Entries.served("a", "b", Entries.layer("x", Outcome.CORRECTED))
                        .ending())
                .isEqualTo(Ending.CHANGED);
        assertThat(Entries.served("a", "a", Entries.layer("x", Outcome.UNCHANGED))
                        .ending())
                .isEqualTo(Ending.UNCHANGED);
        assertThat(Entries.served("a", "No.", Entries.layer("x", Outcome.REFUSED))
                        .ending())
                .isEqualTo(Ending.REFUSED);
        assertThat(Entries.served(
                                "a", "c", Entries.layer("x", Outcome.REPROMPTED), Entries.layer("x", Outcome.UNCHANGED))
                        .ending())
                .isEqualTo(Ending.REPROMPTED);
        assertThat(Entries.served("a", null, Entries.layer("x", Outcome.FAILED)).ending())
                .isEqualTo(Ending.FAILED);
        assertThat(Entries.served("a", "a", Entries.layer("x", Outcome.SKIPPED), Entries.layer("y", Outcome.SHADOWED))
                        .ending())
                .isEqualTo(Ending.NOT_APPLIED);
    }

    @Test
    void an_answer_that_a_layer_fell_open_on_is_changed_only_if_another_layer_changed_it() {
        assertThat(Entries.served("a", "a", Entries.layer("x", Outcome.FAILED_OPEN))
                        .ending())
                .isEqualTo(Ending.UNCHANGED);
        assertThat(Entries.served("a", null, Entries.layer("x", Outcome.FAILED_OPEN))
                        .ending())
                .isEqualTo(Ending.UNCHANGED);
        assertThat(Entries.served(
                                "a",
                                null,
                                Entries.layer("x", Outcome.CORRECTED),
                                Entries.layer("y", Outcome.FAILED_OPEN))
                        .ending())
                .isEqualTo(Ending.CHANGED);
    }

    @Test
    void a_row_without_layers_ends_as_its_texts_say() {
        assertThat(new TrafficEntry("", false, "q", "a", "b", null, List.of()).ending())
                .isEqualTo(Ending.CHANGED);
        assertThat(new TrafficEntry("", false, "q", "a", null, null, List.of()).ending())
                .isEqualTo(Ending.FAILED);
    }

    @Test
    void a_canary_counts_for_those_that_it_worked_on_and_apart_from_the_others() {
        assertThat(Entries.served("a", "b", Entries.layer("x", LayerMode.CANARY, Outcome.CORRECTED, null))
                        .cohort())
                .isEqualTo(Cohort.CANARY);
        assertThat(Entries.served("a", "a", Entries.layer("x", LayerMode.CANARY, Outcome.SKIPPED, null))
                        .cohort())
                .isEqualTo(Cohort.OUTSIDE_CANARY);
        assertThat(Entries.served("a", "a", Entries.layer("x", Outcome.UNCHANGED))
                        .cohort())
                .isEqualTo(Cohort.ENFORCE);
        assertThat(Entries.observed("a", "b", Entries.layer("x", LayerMode.SHADOW, Outcome.CORRECTED, null))
                        .cohort())
                .isEqualTo(Cohort.SHADOW);
    }
}
