// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScoredPairJudgeTest {

    private static final Aspect CIVILITY = Aspects.of("civility");

    private static Preference judge(PairJudge judge, String first, String second) {
        return judge.judge(CorrectionRequest.of("q", "original"), first, second, CIVILITY, CorrectionContext.DEFAULT)
                .preference();
    }

    @Test
    void the_higher_score_wins_and_a_difference_within_the_margin_is_a_tie() {
        PairJudge judge = ScoredPairJudge.ofStyle("linear", (row, text) -> text.length() / 10.0, 0.25);

        assertThat(judge(judge, "long text", "short")).isEqualTo(Preference.FIRST);
        assertThat(judge(judge, "short", "long text")).isEqualTo(Preference.SECOND);
        assertThat(judge(judge, "short", "shorter")).isEqualTo(Preference.TIE);
        assertThat(judge.symmetric()).isTrue();
        assertThat(judge.name()).isEqualTo("linear (margin 0.25)");
    }

    @Test
    void a_classifier_of_style_is_told_the_original_answer() {
        PairJudge judge =
                ScoredPairJudge.ofStyle("folds", (row, text) -> row.text().equals("original") ? 1 : 0, 0);

        assertThat(judge.judge(CorrectionRequest.of("q", "original"), "a", "b", CIVILITY, CorrectionContext.DEFAULT)
                        .rationale())
                .isEqualTo("1.0000 against 1.0000");
    }

    @Test
    void the_lower_score_of_a_detectors_bad_label_wins() {
        Detector toxic = (request, context) ->
                request.answer().startsWith("bad") ? Detection.of("toxic", 0.9) : Detection.of("clean", 0.8);
        PairJudge judge = ScoredPairJudge.ofDetector("toxicity", Set.of("civility"), toxic, "toxic", 0.1);

        assertThat(judge(judge, "bad", "good")).isEqualTo(Preference.SECOND);
        assertThat(judge(judge, "good", "bad")).isEqualTo(Preference.FIRST);
        assertThat(judge(judge, "good", "fine")).isEqualTo(Preference.TIE);
        assertThat(judge.supports(CIVILITY)).isTrue();
        assertThat(judge.supports(Aspects.of("helpful"))).isFalse();
    }

    @Test
    void a_margin_below_zero_and_a_score_for_nothing_are_refused() {
        assertThatThrownBy(() -> ScoredPairJudge.ofStyle("linear", (row, text) -> 0, -0.1))
                .hasMessage("the margin of a tie must be at least 0, but was -0.1");
        assertThatThrownBy(() -> new ScoredPairJudge("x", Set.of(), 0, (request, answer, context) -> {
                    throw new AssertionError("no text is scored");
                }))
                .hasMessage("judge 'x' needs an aspect that its score stands for");
    }
}
