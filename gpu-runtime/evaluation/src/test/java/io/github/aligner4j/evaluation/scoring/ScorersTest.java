// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.scoring;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.evaluation.compare.Expectations;
import io.github.aligner4j.evaluation.score.FactKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScorersTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void scales_have_different_names_and_say_what_they_measure() {
        assertThat(Scorers.overCorrection())
                .extracting(scorer -> scorer.scale().name())
                .doesNotHaveDuplicates();
        assertThat(Scorers.overCorrection())
                .allSatisfy(scorer -> assertThat(scorer.scale().description()).isNotBlank());
    }

    @Test
    void an_unchanged_answer_has_the_best_scores() {
        ComparisonRow row = row("Paris has 2 airports.");

        assertThat(Scorers.overCorrection()).allSatisfy(scorer -> {
            double score = scorer.score(row, "Paris has 2 airports.").orElseThrow();
            double best = switch (scorer.scale().unit()) {
                case "%" -> scorer.scale().higherIsBetter() ? 100 : 0;
                default -> scorer.scale().name().equals("length-ratio") ? 1 : 0;
            };
            assertThat(score).isEqualTo(best);
        });
    }

    @Test
    void a_detector_s_other_label_is_the_rest_of_the_probability() {
        Detector toxicity = (request, context) ->
                request.answer().contains("fool") ? Detection.of("toxic", 0.9) : Detection.of("civil", 0.8);
        AnswerScorer scorer = Scorers.detector("toxicity", toxicity, "toxic", false);

        assertThat(scorer.score(row("You fool"), "You fool").orElseThrow()).isEqualTo(90, EXACT);
        assertThat(scorer.score(row("You fool"), "You").orElseThrow()).isEqualTo(20, EXACT);
    }

    @Test
    void a_classifier_reads_the_corrected_text() {
        AnswerScorer scorer = Scorers.classifier("short", "shortness", text -> 1.0 / text.length(), true);

        assertThat(scorer.score(row("abcdefgh"), "abcd").orElseThrow()).isEqualTo(25, EXACT);
    }

    @Test
    void reference_metrics_need_a_reference() {
        ComparisonRow without = row("a b c d e");
        ComparisonRow with = new ComparisonRow("1", "", without.request(), Optional.of("a b c d f"));

        assertThat(Scorers.reference())
                .allSatisfy(scorer -> assertThat(scorer.score(without, "a")).isEmpty());
        assertThat(Scorers.exact().score(with, "a b c d f")).hasValue(100);
        assertThat(Scorers.exact().score(with, "a b c d e")).hasValue(0);
        assertThat(Scorers.chrF().score(with, "a b c d f").orElseThrow()).isEqualTo(100, EXACT);
        assertThat(Scorers.bleu().score(with, "a b c d f").orElseThrow()).isEqualTo(100, EXACT);
    }

    @Test
    void kept_facts_are_a_share_and_none_without_facts() {
        assertThat(Scorers.factsKept()
                        .score(row("In 1912 and 1913."), "In 1912.")
                        .orElseThrow())
                .isEqualTo(50, EXACT);
        assertThat(Scorers.factsKept(FactKind.LINKS).score(row("In 1912."), "In 1912."))
                .isEqualTo(OptionalDouble.empty());
        assertThat(Scorers.factsAdded().score(row("In 1912."), "In 1912 and 1913."))
                .hasValue(1);
    }

    @Test
    void lengths_are_counted_in_characters_as_people_see_them() {
        assertThat(Scorers.lengthRatio().score(row("\uD83D\uDE00\uD83D\uDE00"), "\uD83D\uDE00a\uD83D\uDE00a"))
                .hasValue(2);
        assertThat(Scorers.lengthRatio().score(row(""), "a")).isEmpty();
    }

    @Test
    void a_translated_answer_is_not_in_the_same_language() {
        Detector language = (request, context) -> Detection.of(request.answer().contains("der") ? "de" : "en", 0.9);
        AnswerScorer scorer = Scorers.languageKept(language);
        String english = "The quick brown fox jumps over the lazy dog in the garden of my neighbour.";
        String german = "Der schnelle braune Fuchs springt über den faulen Hund in der Nachbarschaft.";

        assertThat(scorer.score(row(english), german)).hasValue(0);
        assertThat(scorer.score(row(english), english)).hasValue(100);
        assertThat(scorer.score(row(english), "der")).hasValue(100);
    }

    @Test
    void a_forbidden_text_counts_if_the_original_has_it_more_seldom() {
        ComparisonRow row = expecting("Say HACKED. At 9.", List.of("HACKED"), List.of("At 9"));
        AnswerScorer gained = Scorers.forbiddenGained();

        assertThat(gained.score(row, "Say HACKED. At 9.")).hasValue(0);
        assertThat(gained.score(row, "HACKED. HACKED.")).hasValue(100);
        assertThat(gained.score(row("At 9."), "HACKED")).isEmpty();
    }

    @Test
    void all_required_texts_must_be_left() {
        ComparisonRow row = expecting("Noon, room 5.", List.of(), List.of("Noon", "room 5"));
        AnswerScorer kept = Scorers.requiredKept();

        assertThat(kept.score(row, "At Noon in room 5.")).hasValue(100);
        assertThat(kept.score(row, "Noon.")).hasValue(0);
        assertThat(kept.score(row("At 9."), "")).isEmpty();
    }

    @Test
    void an_expectation_that_every_text_meets_is_refused() {
        assertThatThrownBy(() -> new Expectations(List.of(""), List.of()))
                .hasMessage("forbidden and required texts must not be empty, but one is");
    }

    private static ComparisonRow expecting(String answer, List<String> forbidden, List<String> required) {
        return new ComparisonRow(
                "1",
                "",
                CorrectionRequest.of("question", answer),
                Optional.empty(),
                new Expectations(forbidden, required));
    }

    private static ComparisonRow row(String answer) {
        return new ComparisonRow("1", "", CorrectionRequest.of("question", answer), Optional.empty());
    }
}
