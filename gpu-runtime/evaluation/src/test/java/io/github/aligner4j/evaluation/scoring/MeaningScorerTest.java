// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.scoring;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.evaluation.compare.ComparisonRow;
import io.github.aligner4j.testkit.ScriptedChatCompletionModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MeaningScorerTest {

    private static final ComparisonRow ROW = new ComparisonRow(
            "1", "", CorrectionRequest.of("When?", "The train leaves at noon from track 4."), Optional.empty());

    @Test
    void both_directions_are_asked_for() {
        ScriptedChatCompletionModel model =
                ScriptedChatCompletionModel.answeringInOrder(List.of("does not follow", "Follows."));

        assertThat(MeaningScorer.of(model).score(ROW, "The train leaves at noon."))
                .hasValue(0.5);

        List<String> prompts =
                model.requests().stream().map(MeaningScorerTest::text).toList();
        assertThat(prompts).hasSize(2);
        assertThat(prompts.get(0)).containsSubsequence("When?", "at noon from track 4.", "leaves at noon.");
        assertThat(prompts.get(1)).containsSubsequence("When?", "leaves at noon.", "at noon from track 4.");
    }

    @Test
    void the_same_meaning_scores_1_and_another_one_0() {
        assertThat(MeaningScorer.of(ScriptedChatCompletionModel.answering("follows"))
                        .score(ROW, "Noon, track 4."))
                .hasValue(1);
        assertThat(MeaningScorer.of(ScriptedChatCompletionModel.answering("does not follow"))
                        .score(ROW, "There is no train."))
                .hasValue(0);
    }

    @Test
    void nothing_is_asked_about_an_unchanged_or_an_empty_answer() {
        ScriptedChatCompletionModel model = ScriptedChatCompletionModel.answering("follows");
        MeaningScorer scorer = MeaningScorer.of(model);

        assertThat(scorer.score(ROW, ROW.request().answer())).hasValue(1);
        assertThat(scorer.score(ROW, " ")).hasValue(0);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void a_reply_that_is_no_label_is_an_error_that_quotes_nothing() {
        MeaningScorer scorer = MeaningScorer.of(ScriptedChatCompletionModel.answering("It follows, mostly."));

        assertThatThrownBy(() -> scorer.score(ROW, "Noon."))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("[follows, does not follow]")
                .hasMessageNotContaining("mostly");
    }

    private static String text(ChatCompletionRequest request) {
        return request.messages().stream().map(Turn::text).collect(Collectors.joining("\n"));
    }
}
