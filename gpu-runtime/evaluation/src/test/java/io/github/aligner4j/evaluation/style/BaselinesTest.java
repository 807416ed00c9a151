// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.style;

import io.github.aligner4j.evaluation.insertion.TextPair;
import io.github.aligner4j.evaluation.metric.EditRatio;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BaselinesTest {

    private static final Judge NO_FOOLS = (row, text) -> text.contains("fool") ? 0.1 : 0.9;

    @Test
    void a_lexicon_has_the_words_that_corrections_lack() {
        List<StyleRow> rows = new ArrayList<>();
        for (String name : List.of("Ann", "Tom", "Sue", "Joe", "Max")) {
            rows.add(new StyleRow("you fool , " + name + " is here", List.of(name + " is here", "you, " + name + "!")));
        }

        assertThat(ToxicLexicon.learn(rows, 1.5).sorted()).containsExactly("fool");
        assertThat(ToxicLexicon.learn(rows, 4).sorted()).isEmpty();
        assertThat(ToxicLexicon.learn(rows.subList(0, 2), 1).sorted())
                .as("too rare to tell")
                .isEmpty();
    }

    @Test
    void the_threshold_is_the_best_on_other_rows() {
        List<StyleRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            rows.add(new StyleRow("damn the fool went away again", List.of("damn, he went away again")));
        }
        StyleRow dev = new StyleRow("the fool sees the damn cat here", List.of("sees the damn cat here"));

        ToxicLexicon chosen = ToxicLexicon.choose(rows, List.of(dev), NO_FOOLS);

        assertThat(chosen.words()).contains("fool").doesNotContain("damn");
        assertThat(chosen.threshold()).isBetween(1.0, 4.0);
    }

    @Test
    void words_are_deleted_with_one_of_the_blanks_around_them() {
        ToxicLexicon lexicon = new ToxicLexicon(Set.of("fool", "sh*t", "youre"), 1);

        assertThat(lexicon.deletedFrom("The Fool  went, fool.  Sh*t! foolish You're"))
                .isEqualTo("The  went, .  ! foolish");
        assertThat(lexicon.deletedFrom("fool fool")).isEmpty();
        assertThat(lexicon.deletedFrom("nothing\there ")).isEqualTo("nothing\there");
    }

    @Test
    void answers_are_grouped_with_their_corrections() {
        assertThat(StyleRow.group(
                        List.of(new TextPair("a", "1"), new TextPair("b", "2"), new TextPair("a", "3")),
                        TextPair::original,
                        TextPair::corrected))
                .containsExactly(new StyleRow("a", List.of("1", "3")), new StyleRow("b", List.of("2")));
    }

    @Test
    void people_are_compared_with_other_people_only() {
        StyleRow one = new StyleRow("a", List.of("b"));
        StyleRow three = new StyleRow("c", List.of("d", "e", "f"));

        assertThat(Baselines.human(List.of(one, three)))
                .containsExactly(new StyleOutput(three, "d", List.of("e", "f")));
        assertThat(Baselines.nothing(List.of(one))).containsExactly(new StyleOutput(one, "a", List.of("b")));
    }

    @Test
    void a_score_says_how_civil_how_near_and_how_much_was_changed() {
        StyleRow kept = new StyleRow("you fool", List.of("you"));
        StyleRow mended = new StyleRow("go away you fool now", List.of("please go away right now"));
        List<StyleOutput> outputs =
                List.of(new StyleOutput(kept, "you fool"), new StyleOutput(mended, "please go away right now"));

        StyleScore score = StyleScore.of("x", outputs, Map.of("ours", NO_FOOLS));

        assertThat(score.rows()).isEqualTo(2);
        assertThat(score.style()).containsExactly(Map.entry("ours", 0.5));
        assertThat(score.unchanged()).isEqualTo(0.5);
        assertThat(score.editRatio()).isBetween(0.2, 0.4);
        assertThat(score.product().get("ours")).isEqualTo(score.bleu().score() / 2);
        assertThat(score.bleuLowerCase().score()).isEqualTo(score.bleu().score());
    }

    @Test
    void the_edit_ratio_is_the_share_of_both_texts_that_edits_touch() {
        assertThat(EditRatio.between("", "")).isZero();
        assertThat(EditRatio.between("a b", "a b")).isZero();
        assertThat(EditRatio.between("ab cd", "ab ef")).isEqualTo(0.4);
        assertThat(EditRatio.between("ab", "")).isEqualTo(1);
    }
}
