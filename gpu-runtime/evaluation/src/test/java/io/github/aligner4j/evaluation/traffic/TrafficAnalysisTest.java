// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import io.github.aligner4j.Detection;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Cohort;
import io.github.aligner4j.evaluation.traffic.TrafficEntry.Ending;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class TrafficAnalysisTest {

    private static final String RUDE = "Your damn plan is late.";
    private static final String CIVIL = "Your plan is late.";

    private final TrafficAnalysis analysis = new TrafficAnalysis(40, 1);

    @Test
    void shadow_and_canary_are_counted_apart_from_what_all_users_got() {
        add(Entries.served(RUDE, CIVIL, Entries.layer("civil", Outcome.CORRECTED)));
        add(Entries.served(RUDE, CIVIL, Entries.layer("civil", LayerMode.CANARY, Outcome.CORRECTED, null)));
        add(Entries.served(RUDE, RUDE, Entries.layer("civil", LayerMode.CANARY, Outcome.SKIPPED, null)));
        add(Entries.observed(RUDE, CIVIL, Entries.layer("civil", LayerMode.SHADOW, Outcome.CORRECTED, null)));
        add(Entries.observed(CIVIL, CIVIL, Entries.layer("civil", LayerMode.SHADOW, Outcome.UNCHANGED, null)));

        TrafficReport report = analysis.report();

        assertThat(report.answers())
                .extracting(
                        Answers::cohort, Answers::count, each -> each.changes().count())
                .containsExactly(
                        tuple(Cohort.ENFORCE, 1L, 1L),
                        tuple(Cohort.CANARY, 1L, 1L),
                        tuple(Cohort.OUTSIDE_CANARY, 1L, 0L),
                        tuple(Cohort.SHADOW, 2L, 1L));
        assertThat(report.layers())
                .extracting(each -> each.key().mode(), LayerReport::count)
                .containsExactly(
                        tuple(LayerMode.ENFORCE, 1L), tuple(LayerMode.CANARY, 2L), tuple(LayerMode.SHADOW, 2L));
    }

    @Test
    void answers_that_a_shadow_layer_was_given_but_did_not_observe_are_reported() {
        add(Entries.served(RUDE, RUDE, Entries.layer("civil", LayerMode.SHADOW, Outcome.SHADOWED, null)));
        add(Entries.served(CIVIL, CIVIL, Entries.layer("civil", LayerMode.SHADOW, Outcome.SHADOWED, null)));
        add(Entries.observed(RUDE, CIVIL, Entries.layer("civil", LayerMode.SHADOW, Outcome.CORRECTED, null)));

        assertThat(analysis.report().layers())
                .singleElement()
                .satisfies(layer -> assertThat(layer.due()).isEqualTo(2))
                .satisfies(layer -> assertThat(layer.count()).isEqualTo(1));
        assertThat(analysis.report().page().facts())
                .contains(
                        "Shadow layer 'civil' of 'support' was given 2 answers; observations missing, because they were"
                                + " dropped or not finished: 1.");
    }

    @Test
    void a_layer_that_restores_what_an_earlier_one_deleted_has_undone_it() {
        add(Entries.served(
                RUDE,
                RUDE,
                Entries.layer("civil", LayerMode.ENFORCE, Outcome.CORRECTED, CIVIL),
                Entries.layer("honest", LayerMode.ENFORCE, Outcome.CORRECTED, RUDE)));
        add(Entries.served(
                RUDE,
                "Your good plan is late.",
                Entries.layer("civil", LayerMode.ENFORCE, Outcome.CORRECTED, "Your nice plan is late."),
                Entries.layer("honest", LayerMode.ENFORCE, Outcome.CORRECTED, null)));
        add(Entries.served(
                RUDE,
                "Your plan is a day late.",
                Entries.layer("civil", LayerMode.ENFORCE, Outcome.CORRECTED, CIVIL),
                Entries.layer("honest", LayerMode.ENFORCE, Outcome.CORRECTED, null)));

        assertThat(analysis.report().disagreements())
                .containsExactly(new Disagreement(new Disagreement.Pair("support", "civil", "honest"), 3, 2, 1));
    }

    @Test
    void a_layer_between_two_that_disagree_does_not_hide_it() {
        add(Entries.served(
                "We know. " + RUDE,
                "We all know. " + RUDE,
                Entries.layer("civil", LayerMode.ENFORCE, Outcome.CORRECTED, "We know. " + CIVIL),
                Entries.layer("exact", LayerMode.ENFORCE, Outcome.CORRECTED, "We all know. " + CIVIL),
                Entries.layer("honest", LayerMode.ENFORCE, Outcome.CORRECTED, null)));

        assertThat(analysis.report().disagreements())
                .extracting(each -> each.pair().earlier(), Disagreement::changed, Disagreement::undone)
                .containsExactly(tuple("civil", 0L, 0L), tuple("civil", 1L, 1L), tuple("exact", 0L, 0L));
    }

    @Test
    void detections_are_reported_by_label_with_the_changes_among_them() {
        for (int i = 0; i <= 10; i++) {
            add(Entries.served(
                    RUDE,
                    CIVIL,
                    new TrafficLayer(
                            "civil",
                            LayerMode.ENFORCE,
                            i < 5 ? Outcome.SKIPPED : Outcome.CORRECTED,
                            Duration.ZERO,
                            List.of(Detection.of("rude", i / 10.0)),
                            null)));
        }

        assertThat(analysis.report().detections()).singleElement().satisfies(each -> {
            assertThat(each.label()).isEqualTo("rude");
            assertThat(each.count()).isEqualTo(11);
            assertThat(each.p50()).isEqualTo(0.5);
            assertThat(each.p90()).isEqualTo(0.9);
            assertThat(each.changed()).isEqualTo(6);
            assertThat(each.changedP50()).isEqualTo(0.7);
        });
    }

    @Test
    void an_answer_that_was_detected_in_parts_has_one_score_the_highest() {
        add(Entries.served(
                RUDE,
                CIVIL,
                new TrafficLayer(
                        "civil",
                        LayerMode.ENFORCE,
                        Outcome.CORRECTED,
                        Duration.ZERO,
                        List.of(Detection.of("rude", 0.1), Detection.of("rude", 0.9), Detection.of("rude", 0.2)),
                        null)));

        assertThat(analysis.report().detections()).singleElement().satisfies(each -> {
            assertThat(each.count()).isEqualTo(1);
            assertThat(each.p50()).isEqualTo(0.9);
            assertThat(each.changed()).isEqualTo(1);
            assertThat(each.changedP50()).isEqualTo(0.9);
        });
    }

    @Test
    void examples_are_drawn_from_small_and_large_changes_and_are_the_same_each_time() {
        TrafficAnalysis again = new TrafficAnalysis(40, 1);
        TrafficAnalysis other = new TrafficAnalysis(40, 2);
        for (int i = 0; i < 1000; i++) {
            String kept = "word ".repeat(5 + i % 100) + i;
            TrafficEntry entry = Entries.served("damn " + kept, kept, Entries.layer("civil", Outcome.CORRECTED));
            analysis.add("file:" + i, entry);
            again.add("file:" + i, entry);
            other.add("file:" + i, entry);
        }
        add(Entries.served("No.", "I can't say that today.", Entries.layer("civil", Outcome.CORRECTED)));

        List<TypicalChange> examples = analysis.report().examples();
        assertThat(examples).hasSize(40).isSortedAccordingTo((a, b) -> Double.compare(a.editRatio(), b.editRatio()));
        assertThat(examples.get(39).editRatio()).isGreaterThan(0.5);
        again.add(
                "traffic.jsonl:7",
                Entries.served("No.", "I can't say that today.", Entries.layer("civil", Outcome.CORRECTED)));
        assertThat(again.report().examples()).isEqualTo(examples);
        assertThat(other.report().examples()).isNotEqualTo(examples);
    }

    @Test
    void a_change_that_occurs_often_is_one_example_and_their_order_does_not_matter() {
        TrafficAnalysis backwards = new TrafficAnalysis(10, 1);
        for (int i = 0; i < 400; i++) {
            int number = i / 20;
            analysis.add(
                    "f:" + number,
                    Entries.served("damn " + number, "" + number, Entries.layer("x", Outcome.CORRECTED)));
            number = 19 - number;
            backwards.add(
                    "f:" + number,
                    Entries.served("damn " + number, "" + number, Entries.layer("x", Outcome.CORRECTED)));
        }

        assertThat(analysis.report().examples()).hasSize(20).doesNotHaveDuplicates();
        assertThat(analysis.report().examples()).containsAll(backwards.report().examples());
        assertThat(backwards.report().examples()).hasSize(10);
    }

    @Test
    void without_examples_no_text_is_in_the_report() {
        TrafficAnalysis none = new TrafficAnalysis(0, 1);
        none.add("file:1", Entries.served(RUDE, CIVIL, Entries.layer("civil", Outcome.CORRECTED)));

        assertThat(none.report().page().html())
                .contains("Changes by layer and kind")
                .doesNotContain("damn");
        assertThat(none.report().page().text()).doesNotContain("damn");
    }

    @Test
    void an_answer_whose_text_was_not_recorded_is_changed_by_an_unknown_kind_of_edit() {
        add(Entries.served(
                RUDE, null, Entries.layer("civil", Outcome.CORRECTED), Entries.layer("honest", Outcome.FAILED_OPEN)));

        TrafficReport report = analysis.report();
        assertThat(report.answers().get(0).endings()).containsEntry(Ending.CHANGED, 1L);
        assertThat(report.answers().get(0).fellOpen()).isEqualTo(1);
        assertThat(report.layers().get(0).changes().kinds()).containsEntry(EditKind.UNKNOWN, 1L);
    }

    @Test
    void long_texts_are_shortened_around_their_edits() {
        String filler = "word ".repeat(5000);
        add(Entries.served(filler + RUDE + filler, filler + CIVIL + filler, Entries.layer("civil", Outcome.CORRECTED)));

        TypicalChange change = analysis.report().examples().get(0);
        assertThat(IntStream.range(0, change.difference().size())
                        .map(i -> change.difference().get(i).text().length())
                        .sum())
                .isLessThan(400);
    }

    private void add(TrafficEntry entry) {
        analysis.add("traffic.jsonl:7", entry);
    }
}
