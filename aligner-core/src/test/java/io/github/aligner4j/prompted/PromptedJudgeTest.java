// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.routing.AnswerJudge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptedJudgeTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("How?", "a");

    private static Verdict judge(PromptedJudge judge, String... candidates) {
        return judge.judge(REQUEST, List.of(candidates), CorrectionContext.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2",
                "2.\n ",
                "**2**",
                "\"2\"",
                "[2]",
                "(2)",
                "Candidate 2",
                "candidate 2.",
                "#2",
                "Candidate #2",
                "02"
            })
    void a_number_with_ornaments_is_a_choice(String reply) {
        assertThat(judge(PromptedJudge.of(new ChatScript(reply)), "a", "b", "c"))
                .isEqualTo(new Verdict(1, new TokenUsage(10, reply.strip().split("\\s+").length)));
    }

    @Test
    void a_pair_is_judged_in_both_orders_and_only_a_clear_winner_replaces_the_original() {
        ChatScript firstAlways = new ChatScript(request -> "1");
        assertThat(judge(
                                PromptedJudge.builder(Prompts.byName("judge"), firstAlways)
                                        .pairwise()
                                        .build(),
                                "a",
                                "b",
                                "c")
                        .choice())
                .isZero();

        ChatScript prefersB = new ChatScript(request -> {
            String message = request.messages().get(1).text();
            return message.indexOf("\nb\n") >= 0 && message.indexOf("\nb\n") > message.indexOf("Candidate 2")
                    ? "2"
                    : "1";
        });
        Verdict verdict = judge(
                PromptedJudge.builder(Prompts.byName("judge"), prefersB)
                        .pairwise()
                        .build(),
                "a",
                "b",
                "c");
        assertThat(verdict.choice()).isEqualTo(1);
        assertThat(prefersB.requests).hasSize(3);
        assertThat(verdict.usage()).isEqualTo(new TokenUsage(30, 3));
    }

    @Test
    void candidates_are_judged_by_the_requests_aspects_or_the_principles() {
        ChatScript model = new ChatScript(request -> "1");
        PromptedJudge judge = PromptedJudge.builder(Prompts.byName("judge"), model)
                .principles(List.of("Be kind."))
                .build();

        judge(judge, "a", "b");
        judge.judge(REQUEST.withAspects(List.of("Be funny.")), List.of("a", "b"), CorrectionContext.DEFAULT);

        assertThat(model.message(0, 0)).contains("1. Be kind.");
        assertThat(model.message(1, 0)).contains("1. Be funny.").doesNotContain("Be kind.");
    }

    @Test
    void prompts_that_judge_nothing_are_refused() {
        assertThatThrownBy(() -> PromptedJudge.builder(Prompts.byName("rewrite"), new ChatScript()))
                .hasMessage("a judge needs prompts of the strategy 'judge' or 'feedback-edit-select', but these are of"
                        + " 'rewrite'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"medical advice", "Medical Advice.", " \"medical advice\" ", "**medical advice**"})
    void a_detector_labels_an_answer(String reply) {
        PromptDetector detector = new PromptDetector(new ChatScript(reply), List.of("legal advice", "medical advice"));

        Detection detection = detector.detect(REQUEST, CorrectionContext.DEFAULT);

        assertThat(detection.label()).isEqualTo("medical advice");
        assertThat(detection.score()).isEqualTo(1);
        assertThat(detection.usage().promptTokens()).isEqualTo(10);
    }

    @Test
    void a_label_that_was_not_asked_for_is_a_failure() {
        for (String reply : List.of("", "medical", "medical advice, I think")) {
            assertThatThrownBy(
                            () -> new PromptDetector(new ChatScript(reply), List.of("legal advice", "medical advice"))
                                    .detect(REQUEST, CorrectionContext.DEFAULT))
                    .isInstanceOf(AlignerException.class)
                    .hasMessage("the detector was asked for one of [legal advice, medical advice] and replied something"
                            + " else, of " + reply.length()
                            + " characters; use a more capable model, or clearer labels");
        }
    }

    @Test
    void a_detector_without_a_choice_is_refused() {
        assertThatThrownBy(() -> new PromptDetector(new ChatScript(), List.of("one")))
                .hasMessage("a detector needs at least two labels, none of them blank, but has [one]");
        assertThatThrownBy(() -> new PromptDetector(Prompts.byName("judge"), new ChatScript(), List.of("a", "b")))
                .hasMessage("a detector needs prompts of the strategy 'detect', but these are of 'judge'");
    }
}
