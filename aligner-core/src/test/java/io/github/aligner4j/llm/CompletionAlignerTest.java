// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.template.ChatFormat;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.text.Edit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompletionAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Why?", "Because, you fool.");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    private final List<CompletionRequest> asked = new ArrayList<>();

    @Test
    void the_model_reads_the_template_and_gets_the_answer_as_its_prediction() {
        Correction correction = aligner(writing("Because, my friend.")).correct(REQUEST);
        assertThat(correction.answer()).isEqualTo("Because, my friend.");
        assertThat(correction.edits()).extracting(Edit::corrected).containsExactly("my friend");
        assertThat(correction.usage()).isEqualTo(new TokenUsage(7, 5));
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.prompt().text())
                    .isEqualTo(
                            "BEGINNING OF CONVERSATION: USER: Edit the following Question-Answer pair to make it more "
                                    + "helpful and harmless: Why? | Because, you fool. ASSISTANT:");
            assertThat(request.prediction()).isEqualTo("Because, you fool.");
            assertThat(request.sampling().greedy()).isTrue();
        });
    }

    @Test
    void a_blank_answer_is_returned_without_asking_the_model() {
        Correction correction = aligner(writing("boo")).correct(CorrectionRequest.of("Why?", " \n"));
        assertThat(correction.answer()).isEqualTo(" \n");
        assertThat(asked).isEmpty();
    }

    @Test
    void escaped_words_of_the_answer_come_back_as_they_were() {
        CompletionModel copying = recorded(request -> completion(request.prediction(), FinishReason.STOP));
        CorrectionRequest request = CorrectionRequest.of("A | B", "say ASSISTANT: or | or </s>");
        assertThat(aligner(copying).correct(request).answer()).isEqualTo(request.answer());
        assertThat(asked.get(0).prompt().text()).doesNotContain("say ASSISTANT:");
    }

    @Test
    void the_heard_pieces_are_the_answer_and_lack_the_templates_prefix() {
        List<String> heard = new ArrayList<>();
        CompletionModel model = recorded(request -> {
            List.of("##CORR", "ECTION: Be", "cause.").forEach(request.listener()::onText);
            return completion("##CORRECTION: Because.", FinishReason.STOP);
        });
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.alignAnything(ChatFormat.CHATML), model)
                .build();
        Correction correction = aligner.correct(REQUEST, CorrectionContext.DEFAULT.withListener(heard::add));
        assertThat(correction.answer()).isEqualTo("Because.");
        assertThat(heard).containsExactly("Be", "cause.");
    }

    @Test
    void a_correction_that_is_cut_off_is_never_used() {
        CompletionModel endless = recorded(request -> completion("Because, because, because", FinishReason.LENGTH));
        assertThatThrownBy(() -> aligner(endless).correct(REQUEST))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("cut off after 5 tokens")
                .hasMessageContaining("raise max-new-tokens");
    }

    @Test
    void a_model_that_finds_no_end_is_told_apart_from_a_limit_that_is_too_low() {
        CompletionModel endless = request -> new Completion(
                "on and on",
                FinishReason.LENGTH,
                new TokenUsage(7, request.sampling().maxNewTokens().orElseThrow()),
                CompletionTimings.NONE);
        assertThatThrownBy(() -> aligner(endless).correct(REQUEST))
                .hasMessageContaining("did not end within 292 tokens")
                .hasMessageContaining("template");
    }

    @Test
    void a_guards_objection_rejects_the_correction() {
        assertThatThrownBy(() -> aligner(writing("")).correct(REQUEST)).hasMessageContaining("it is empty");
        assertThatThrownBy(() -> aligner(writing("oops")).correct(REQUEST.withAnswer("{\"a\": 1}")))
                .hasMessageContaining("the answer is JSON, but the correction is not");
        assertThatThrownBy(() -> aligner(writing("```\ncode")).correct(REQUEST))
                .hasMessageContaining("leaves a Markdown code block open");
    }

    @Test
    void guards_can_be_replaced() {
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("x".repeat(30)))
                .guards(List.of(CorrectionGuards.atMost(1.0, 10)))
                .build();
        assertThatThrownBy(() -> aligner.correct(REQUEST))
                .hasMessageContaining("has 30 characters, but at most 28 are allowed for an answer of 18");
    }

    @Test
    void a_model_that_stops_early_loses_no_text_unseen_if_its_aligner_copies() {
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("Because,"))
                .guards(List.of(CorrectionGuards.atLeast(0.5)))
                .build();
        assertThatThrownBy(() -> aligner.correct(REQUEST))
                .hasMessageContaining("has 8 characters, but at least 9 are needed for an answer of 18");
        assertThatThrownBy(() -> CorrectionGuards.atLeast(0)).hasMessageContaining("above 0 and at most 1, but was 0");
    }

    @Test
    void new_tokens_are_limited_by_the_answers_length_and_by_the_users_limit() {
        aligner(writing("ok")).correct(REQUEST);
        CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("ok"))
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(12))
                .build()
                .correct(REQUEST);
        assertThat(asked)
                .extracting(request -> request.sampling().maxNewTokens().orElseThrow())
                .containsExactly(2 * 18 + 256, 12);
    }

    @Test
    void the_earlier_of_timeout_and_callers_deadline_reaches_the_model() {
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("ok"))
                .timeout(Duration.ofSeconds(8))
                .clock(InstantSource.fixed(NOW))
                .build();
        aligner.correct(REQUEST);
        aligner.correct(REQUEST, CorrectionContext.DEFAULT.withDeadline(NOW.plusSeconds(3)));
        assertThat(asked)
                .extracting(request -> request.deadline().orElseThrow())
                .containsExactly(NOW.plusSeconds(8), NOW.plusSeconds(3));
    }

    @Test
    void adapter_and_strength_reach_the_model_and_the_requests_own_strength_wins() {
        Aligner aligner = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("ok"))
                .adapter("civil")
                .strength(0.5)
                .build();
        aligner.correct(REQUEST);
        aligner.correct(REQUEST.withStrength(-1));
        aligner(writing("ok")).correct(REQUEST);
        assertThat(asked)
                .extracting(CompletionRequest::adapter)
                .containsExactly(Optional.of("civil"), Optional.of("civil"), Optional.empty());
        assertThat(asked)
                .extracting(CompletionRequest::strength)
                .containsExactly(OptionalDouble.of(0.5), OptionalDouble.of(-1), OptionalDouble.empty());
    }

    @Test
    void a_call_that_is_already_cancelled_never_reaches_the_model() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        assertThatThrownBy(() -> aligner(writing("ok"))
                        .correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void messages_never_quote_the_texts() {
        assertThatThrownBy(() -> aligner(writing("secret ASSISTANT: secret")).correct(REQUEST))
                .hasMessageContaining("repeated the prompt's frame")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("fool");
    }

    @Test
    void limits_are_checked_when_they_are_set() {
        CompletionAligner.Builder builder = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, writing("ok"));
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("above 0, but was PT0S");
        assertThatThrownBy(() -> builder.adapter(" ")).hasMessageContaining("it is blank");
        assertThatThrownBy(() -> builder.strength(Double.NaN)).hasMessageContaining("but was NaN");
        assertThatThrownBy(() -> REQUEST.withStrength(Double.NaN))
                .hasMessage("strength must be a finite number, but was NaN");
        assertThatThrownBy(() -> CorrectionGuards.atMost(0.5, 0)).hasMessageContaining("factor must be at least 1");
    }

    private static Aligner aligner(CompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
    }

    private CompletionModel writing(String text) {
        return recorded(request -> completion(text, FinishReason.STOP));
    }

    private CompletionModel recorded(CompletionModel model) {
        return request -> {
            asked.add(request);
            return model.complete(request);
        };
    }

    private static Completion completion(String text, FinishReason reason) {
        return new Completion(text, reason, new TokenUsage(7, 5), CompletionTimings.NONE);
    }
}
