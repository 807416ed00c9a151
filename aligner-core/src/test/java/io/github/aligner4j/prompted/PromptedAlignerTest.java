// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PromptedAlignerTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("How?", "Hold it, you idiot.");

    private static PromptedAligner.Builder aligner(String prompt, ChatScript model) {
        return PromptedAligner.builder(Prompts.byName(prompt), model);
    }

    @Test
    void rewrite_asks_once_for_the_corrected_answer() {
        ChatScript model = new ChatScript("Here is the corrected answer:\nHold it, please.");

        Correction correction = aligner("rewrite", model)
                .principles(List.of("Never be rude.", "length"))
                .build()
                .correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Hold it, please.");
        assertThat(correction.original()).isEqualTo("Hold it, you idiot.");
        assertThat(model.requests).hasSize(1);
        assertThat(model.message(0, 0))
                .contains("1. Never be rude.\n2. Length: the response should be concise and avoid redundant content.");
        assertThat(model.requests.get(0).sampling().greedy()).isTrue();
        assertThat(correction.usage()).isEqualTo(new TokenUsage(10, 8));
        assertThat(correction.usageBreakdown()).containsOnlyKeys("edit").containsEntry("edit", new TokenUsage(10, 8));
    }

    @Test
    void aspects_of_a_request_replace_the_principles() {
        ChatScript model = new ChatScript("UNCHANGED");

        Correction correction = aligner("rewrite", model)
                .principles(List.of("Never be rude."))
                .build()
                .correct(RUDE.withAspects(List.of("humour", "As a\npirate would say it.")));

        assertThat(correction.changed()).isFalse();
        assertThat(model.message(0, 0))
                .contains("1. Humour: The response should be cheerful and amusing\n2. As a pirate would say it.")
                .doesNotContain("Never be rude.");
    }

    @Test
    void context_is_shown_and_the_conversation_only_if_the_aligner_is_told_so() {
        CorrectionRequest request = RUDE.withContext(List.of("Hold it for 5 s."))
                .withConversation(List.of(new Turn(Turn.Role.USER, "secret")));
        ChatScript model = new ChatScript("UNCHANGED", "UNCHANGED");

        aligner("rewrite", model).build().correct(request);
        aligner("rewrite", model).showsConversation(true).build().correct(request);

        assertThat(model.message(0, 1))
                .contains("<passage>\nHold it for 5 s.\n</passage>")
                .doesNotContain("secret");
        assertThat(model.message(1, 1)).contains("<user>\nsecret\n</user>");
    }

    @Test
    void self_critique_revises_in_the_conversation_of_its_critique() {
        ChatScript model = new ChatScript("- It is rude.", "Hold it, please.");

        Correction correction = aligner("self-critique", model).build().correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Hold it, please.");
        assertThat(model.requests.get(1).messages()).hasSize(4);
        assertThat(model.requests.get(1).messages().subList(0, 2))
                .isEqualTo(model.requests.get(0).messages());
        assertThat(model.requests.get(1).messages().get(2)).isEqualTo(new Turn(Turn.Role.ASSISTANT, "- It is rude."));
        assertThat(correction.usageBreakdown().keySet()).containsExactly("feedback", "edit");
    }

    @Test
    void feedback_that_finds_nothing_ends_the_correction_after_one_call() {
        for (String prompt : List.of("self-critique", "self-refine")) {
            ChatScript model = new ChatScript("UNCHANGED.");

            assertThat(aligner(prompt, model).build().correct(RUDE).changed()).isFalse();
            assertThat(model.requests).hasSize(1);
        }
    }

    @Test
    void self_refine_goes_on_until_feedback_finds_nothing() {
        ChatScript model = new ChatScript("- rude", "Hold it, fool.", "- rude still", "Hold it, please.", "UNCHANGED");

        Correction correction =
                aligner("self-refine", model).maxRounds(5).build().correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Hold it, please.");
        assertThat(model.message(2, 1)).contains("Hold it, fool.").doesNotContain("you idiot");
        assertThat(model.message(3, 1)).contains("<feedback>\n- rude still\n</feedback>");
        assertThat(correction.usageBreakdown().get("feedback")).isEqualTo(new TokenUsage(30, 6));
    }

    @Test
    void self_refine_ends_after_its_rounds_and_when_an_answer_comes_back() {
        ChatScript endless = new ChatScript(request ->
                request.messages().get(1).text().contains("The feedback:") ? "Again " + request.hashCode() : "- more");

        aligner("self-refine", endless).maxRounds(4).build().correct(RUDE);
        assertThat(endless.requests).hasSize(8);

        ChatScript circling = new ChatScript("- a", "Hold it, fool.", "- b", "Hold it, you idiot.");
        assertThat(aligner("self-refine", circling)
                        .maxRounds(9)
                        .build()
                        .correct(RUDE)
                        .changed())
                .isFalse();

        ChatScript unmoved = new ChatScript("- a", "UNCHANGED");
        assertThat(aligner("self-refine", unmoved)
                        .maxRounds(9)
                        .build()
                        .correct(RUDE)
                        .changed())
                .isFalse();
    }

    @Test
    void a_constitution_is_kept_principle_by_principle() {
        ChatScript model =
                new ChatScript("Rude.", "Hold it, please, since it is hot.", "UNCHANGED", "Long.", "Hold it, please.");

        Correction correction = aligner("constitution", model)
                .principles(List.of("Be polite.", "Be true.", "Be brief."))
                .build()
                .correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Hold it, please.");
        assertThat(model.requests).hasSize(5);
        assertThat(model.message(0, 0)).contains("1. Be polite.").doesNotContain("Be true.");
        assertThat(model.message(2, 0)).contains("1. Be true.");
        assertThat(model.message(2, 1)).contains("since it is hot");
        assertThat(model.message(4, 0)).contains("1. Be brief.");
    }

    @Test
    void feedback_edit_select_picks_one_of_several_edits_or_the_original() {
        ChatScript feedback = new ChatScript(request -> "- rude");
        ChatScript edit = new ChatScript(
                request -> "Hold it, please, " + request.sampling().seed().getAsLong());
        ChatScript select = new ChatScript("3", "1");
        Aligner aligner = aligner("feedback-edit-select", feedback)
                .model(PromptRole.EDIT, edit)
                .model(PromptRole.SELECT, select)
                .sampling(SamplingParameters.GREEDY.withTemperature(0.9).withSeed(40))
                .executor(Runnable::run)
                .build();

        Correction correction = aligner.correct(RUDE);

        assertThat(correction.answer()).isEqualTo("Hold it, please, 41");
        assertThat(select.message(0, 1))
                .contains("Candidate 1:\n<candidate>\nHold it, you idiot.\n</candidate>")
                .contains("Candidate 4:\n<candidate>\nHold it, please, 42\n</candidate>");
        assertThat(select.requests.get(0).sampling().greedy()).isTrue();
        assertThat(correction.usageBreakdown())
                .containsEntry("feedback", new TokenUsage(30, 6))
                .containsEntry("edit", new TokenUsage(30, 12))
                .containsEntry("select", new TokenUsage(10, 1));
        assertThat(correction.usage()).isEqualTo(new TokenUsage(70, 19));
        assertThat(aligner.correct(RUDE).changed()).isFalse();
    }

    @Test
    void best_of_n_asks_no_judge_if_all_candidates_are_the_original() {
        ChatScript model = new ChatScript(request -> "UNCHANGED");

        Correction correction = aligner("rewrite", model).samples(3).build().correct(RUDE);

        assertThat(correction.changed()).isFalse();
        assertThat(model.requests).hasSize(3);
        assertThat(model.requests.get(0).sampling().temperature()).isEqualTo(0.7);
        assertThat(model.requests.get(0).sampling().seed()).isEmpty();
    }

    @Test
    void a_judge_that_answers_rubbish_fails_the_correction() {
        for (String rubbish : List.of("", "0", "4", "the second", "2 or 3", "1\n\nbecause", "99999999999")) {
            ChatScript model =
                    new ChatScript(request -> request.messages().get(1).text().contains("Candidate 1")
                            ? rubbish
                            : "Hold it, please " + request.hashCode());

            assertThatThrownBy(
                            () -> aligner("rewrite", model).samples(2).build().correct(RUDE))
                    .isInstanceOf(CorrectionRejectedException.class)
                    .hasMessageContaining("the judge was asked for a number from 1 to 3 and replied something else, of "
                            + rubbish.length() + " characters");
        }
    }

    @Test
    void a_sample_that_is_rejected_is_no_candidate_unless_all_are() {
        ChatScript model =
                new ChatScript("UNCHANGED\nbut", "Hold it, please.", "2", "UNCHANGED\nbut", "UNCHANGED\nbut");
        Aligner aligner =
                aligner("rewrite", model).samples(2).executor(Runnable::run).build();

        assertThat(aligner.correct(RUDE).answer()).isEqualTo("Hold it, please.");
        assertThatThrownBy(() -> aligner.correct(RUDE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("said UNCHANGED and more");
    }

    @Test
    void corrections_pass_the_guards() {
        CorrectionRequest json = CorrectionRequest.of("q", "{\"a\": 1}");
        assertThatThrownBy(() ->
                        aligner("rewrite", new ChatScript("a is 1")).build().correct(json))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("the answer is JSON, but the correction is not");
        assertThatThrownBy(() -> aligner("rewrite", new ChatScript("Corrected answer:"))
                        .build()
                        .correct(RUDE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("it is empty");
        assertThat(aligner("rewrite", new ChatScript("a is 1"))
                        .guards(List.of())
                        .build()
                        .correct(json)
                        .answer())
                .isEqualTo("a is 1");
    }

    @Test
    @SuppressWarnings("NullAway") // models written without null checks exist
    void empty_feedback_and_edits_that_are_cut_off_are_rejected() {
        assertThatThrownBy(() ->
                        aligner("self-refine", new ChatScript(" ")).build().correct(RUDE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("the model gave no feedback");
        assertThatThrownBy(() -> PromptedAligner.builder(
                                Prompts.byName("rewrite"),
                                request -> new Completion(
                                        "Hold", FinishReason.LENGTH, new TokenUsage(9, 7), CompletionTimings.NONE))
                        .build()
                        .correct(RUDE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("it was cut off after 7 tokens");
        assertThatThrownBy(() -> PromptedAligner.builder(
                                Prompts.byName("self-refine"),
                                request -> new Completion(
                                        "UNCHANGED", FinishReason.LENGTH, new TokenUsage(9, 2), CompletionTimings.NONE))
                        .build()
                        .correct(RUDE))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("feedback was cut off after UNCHANGED");
        assertThatThrownBy(() -> PromptedAligner.builder(Prompts.byName("rewrite"), request -> null)
                        .build()
                        .correct(RUDE))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the chat model returned null; it must return a completion or throw");
    }

    @Test
    void tags_in_feedback_that_is_a_message_leave_those_of_the_prompt_as_they_are() {
        ChatScript model = new ChatScript("The text in <answer> is rude.", "<answer>\nHold it.\n</answer>");

        assertThat(aligner("self-critique", model).build().correct(RUDE).answer())
                .isEqualTo("Hold it.");
        assertThat(model.message(1, 1)).isEqualTo(model.message(0, 1));
    }

    @Test
    void tags_in_feedback_that_is_a_part_of_the_prompt_can_not_end_it() {
        ChatScript model = new ChatScript("</feedback><answer>", "<answer-1>\nHold it.\n</answer-1>", "UNCHANGED");

        assertThat(aligner("self-refine", model).build().correct(RUDE).answer()).isEqualTo("Hold it.");
    }

    @Test
    void a_call_that_is_cancelled_between_two_steps_makes_no_further_one() {
        Cancellation cancellation = Cancellation.create();
        ChatScript model = new ChatScript(request -> {
            cancellation.cancel();
            return "- rude";
        });

        assertThatThrownBy(() -> aligner("self-refine", model)
                        .build()
                        .correct(RUDE, CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void an_interrupt_between_two_steps_makes_no_further_one_and_stays() {
        ChatScript model = new ChatScript(request -> {
            Thread.currentThread().interrupt();
            return "- rude";
        });

        assertThatThrownBy(() -> aligner("self-critique", model).build().correct(RUDE))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void the_timeout_holds_for_all_calls_together() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        ChatScript model = new ChatScript(request -> {
            now.updateAndGet(time -> time.plusSeconds(6));
            return request.messages().get(1).text().contains("The feedback:") ? "Hold it." : "- rude";
        });
        Aligner aligner = aligner("self-refine", model)
                .timeout(Duration.ofSeconds(10))
                .clock(now::get)
                .build();

        assertThatThrownBy(() -> aligner.correct(RUDE)).isInstanceOf(DeadlineExceededException.class);
        assertThat(model.requests).hasSize(2);
        assertThat(model.requests.get(1).deadline()).contains(Instant.EPOCH.plusSeconds(10));
        assertThat(aligner.limits().timeout()).contains(Duration.ofSeconds(10));
    }

    @Test
    void a_callers_limit_of_tokens_holds_for_all_calls_together() {
        ChatScript model = new ChatScript("- rude as ever", "Hold it, please.", "- dull");
        Aligner aligner = aligner("self-refine", model)
                .sampling(SamplingParameters.GREEDY.withMaxNewTokens(5))
                .build();

        assertThatThrownBy(() -> aligner.correct(RUDE, CorrectionContext.DEFAULT.withMaxNewTokens(9)))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining(
                        "its calls need more than the 9 tokens that they may have together, and 'edit' is");
        assertThat(model.requests.stream()
                        .map(request -> request.sampling().maxNewTokens().getAsInt()))
                .containsExactly(5, 5, 2);
    }

    @Test
    void a_blank_answer_costs_no_call() {
        ChatScript model = new ChatScript();
        List<String> heard = new ArrayList<>();

        Correction correction = aligner("rewrite", model)
                .build()
                .correct(RUDE.withAnswer(" \n"), CorrectionContext.DEFAULT.withListener(heard::add));

        assertThat(correction.changed()).isFalse();
        assertThat(heard).containsExactly(" \n");
        assertThat(model.requests).isEmpty();
    }

    @Test
    void tokens_of_each_role_are_in_the_trace_of_the_layer() {
        ChatScript model = new ChatScript("- rude", "Hold it, please.");

        Correction correction = AlignerStack.of(
                        "critic", aligner("self-critique", model).build())
                .correct(RUDE);

        assertThat(correction.layers().get(0).usageBreakdown())
                .containsEntry("feedback", new TokenUsage(10, 2))
                .containsEntry("edit", new TokenUsage(10, 3));
        assertThat(correction.layers().get(0).usage()).isEqualTo(new TokenUsage(20, 5));
    }
}
