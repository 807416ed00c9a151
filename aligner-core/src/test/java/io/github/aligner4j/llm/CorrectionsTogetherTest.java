// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.template.CorrectionTemplates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Several corrections by a model that completes several requests at once. */
class CorrectionsTogetherTest {

    private final List<String> log = new ArrayList<>();

    private class Batching implements CompletionModel {

        @Override
        public Completion complete(CompletionRequest request) {
            log.add("one");
            String text = request.prediction().replace("fool", "friend");
            request.listener().onText(text);
            return new Completion(text, FinishReason.STOP, new TokenUsage(1, 1), CompletionTimings.NONE, List.of());
        }

        @Override
        public void completeAll(List<CompletionRequest> requests, Consumer<Completion> each) {
            log.add("all " + requests.size());
            requests.forEach(request -> each.accept(complete(request)));
        }
    }

    private final List<CorrectionRequest> requests = Stream.of("A fool.", "B.", "C fool.")
            .map(answer -> CorrectionRequest.of("Why?", answer))
            .toList();

    @Test
    void the_model_gets_all_requests_at_once_and_texts_stream_in_order() {
        correctAll(new Batching(), CorrectionContext.DEFAULT.withListener(text -> log.add("text " + text.strip())));
        assertThat(log)
                .containsExactly(
                        "all 3",
                        "one",
                        "text A friend.",
                        "done A friend.",
                        "one",
                        "text B.",
                        "done B.",
                        "one",
                        "text C friend.",
                        "done C friend.");
    }

    @Test
    void one_request_or_a_blank_answer_needs_no_batch() {
        aligner(new Batching())
                .correctAll(
                        List.of(requests.get(0)),
                        index -> CorrectionContext.DEFAULT,
                        each -> log.add("done " + each.answer()));
        aligner(new Batching())
                .correctAll(
                        List.of(requests.get(1), CorrectionRequest.of("Why?", " ")),
                        index -> CorrectionContext.DEFAULT,
                        each -> log.add("done " + each.answer()));
        assertThat(log).containsExactly("one", "done A friend.", "one", "done B.", "done  ");
    }

    @Test
    void a_rejected_correction_ends_the_call_behind_those_before_it() {
        CompletionAligner guarded = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, new Batching())
                .guards(List.of((request, corrected) ->
                        corrected.startsWith("B") ? Optional.of("it begins with B") : Optional.empty()))
                .build();
        assertThatThrownBy(() -> guarded.correctAll(
                        requests, index -> CorrectionContext.DEFAULT, each -> log.add("done " + each.answer())))
                .isInstanceOf(CorrectionRejectedException.class)
                .hasMessageContaining("it begins with B");
        assertThat(log).containsExactly("all 3", "one", "done A friend.", "one");
    }

    @Test
    void a_cancelled_call_begins_nothing() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        assertThatThrownBy(() -> correctAll(new Batching(), CorrectionContext.DEFAULT.withCancellation(cancellation)))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(log).isEmpty();
    }

    @Test
    void a_model_that_leaves_out_a_request_is_a_failure() {
        CompletionModel forgetful = new Batching() {
            @Override
            public void completeAll(List<CompletionRequest> all, Consumer<Completion> each) {
                super.completeAll(all.subList(0, 2), each);
            }
        };
        assertThatThrownBy(() -> correctAll(forgetful, CorrectionContext.DEFAULT))
                .isInstanceOf(CompletionModelException.class)
                .hasMessage("the completion model completed 2 of 3 requests; it must complete all or throw");
        CompletionModel generous = new Batching() {
            @Override
            public void completeAll(List<CompletionRequest> all, Consumer<Completion> each) {
                super.completeAll(all, each);
                each.accept(complete(all.get(0)));
            }
        };
        assertThatThrownBy(() -> correctAll(generous, CorrectionContext.DEFAULT))
                .hasMessage("the completion model completed more requests than the 3 that it was given");
    }

    private void correctAll(CompletionModel model, CorrectionContext context) {
        aligner(model).correctAll(requests, index -> context, each -> log.add("done " + each.answer()));
    }

    private static CompletionAligner aligner(CompletionModel model) {
        return CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();
    }
}
