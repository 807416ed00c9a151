// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.ModelOverloadedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScriptedAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("Well?", "damn it, you  fool");

    @Test
    void it_replaces_words_and_leaves_other_answers_alone() {
        Aligner aligner = ScriptedAligner.replacing("damn", "darn");

        assertThat(aligner.correct(REQUEST).answer()).isEqualTo("darn it, you  fool");
        assertThat(aligner.correct(REQUEST.withAnswer("fine")).changed()).isFalse();
        assertThat(ScriptedAligner.unchanged().correct(REQUEST).changed()).isFalse();
    }

    @Test
    void it_answers_by_map_and_in_order() {
        Aligner mapped = ScriptedAligner.answering(Map.of("a", "b"));
        Aligner ordered = ScriptedAligner.answeringInOrder(List.of("one", "two"));

        assertThat(mapped.correct(REQUEST.withAnswer("a")).answer()).isEqualTo("b");
        assertThat(mapped.correct(REQUEST).changed()).isFalse();
        assertThat(List.of(
                        ordered.correct(REQUEST).answer(),
                        ordered.correct(REQUEST).answer(),
                        ordered.correct(REQUEST).answer()))
                .containsExactly("one", "two", "two");
        assertThatThrownBy(() -> ScriptedAligner.answeringInOrder(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a script needs at least one text, but has none");
    }

    @Test
    void it_records_requests_and_counts_words() {
        ScriptedAligner aligner = ScriptedAligner.answering("Please wait.");
        Correction correction = aligner.correct(REQUEST);

        assertThat(aligner.requests()).containsExactly(REQUEST);
        assertThat(correction.usage()).isEqualTo(new TokenUsage(5, 2));
    }

    @Test
    void a_listener_gets_the_answer_word_by_word() {
        List<String> chunks = new ArrayList<>();
        ScriptedAligner.unchanged().correct(REQUEST, CorrectionContext.DEFAULT.withListener(chunks::add));

        assertThat(chunks).containsExactly("damn", " it,", " you", "  fool");
    }

    @Test
    void the_next_calls_can_fail_and_later_ones_go_on() {
        ModelOverloadedException overloaded = new ModelOverloadedException(4);
        ScriptedAligner aligner = ScriptedAligner.unchanged().failNext(overloaded, overloaded);

        assertThatThrownBy(() -> aligner.correct(REQUEST)).isSameAs(overloaded);
        assertThatThrownBy(() -> aligner.correct(REQUEST)).isSameAs(overloaded);
        assertThat(aligner.correct(REQUEST).changed()).isFalse();
        assertThat(aligner.requests()).hasSize(3);
        assertThatThrownBy(() -> ScriptedAligner.failing(overloaded).correct(REQUEST))
                .isSameAs(overloaded);
    }

    @Test
    void a_blocked_call_waits_until_it_is_released() throws Exception {
        ScriptedAligner aligner = ScriptedAligner.replacing("damn", "darn").block();
        CompletableFuture<Correction> call = CompletableFuture.supplyAsync(() -> aligner.correct(REQUEST));
        aligner.awaitRequests(1);

        assertThat(call).isNotDone();
        aligner.release();
        assertThat(call.get().changed()).isTrue();
    }

    @Test
    void a_blocked_call_ends_when_it_is_cancelled_or_late() {
        ScriptedAligner aligner = ScriptedAligner.unchanged().block();
        Cancellation cancellation = Cancellation.create();
        CompletableFuture<Correction> call = CompletableFuture.supplyAsync(
                () -> aligner.correct(REQUEST, CorrectionContext.DEFAULT.withCancellation(cancellation)));
        aligner.awaitRequests(1);
        cancellation.cancel();

        assertThatThrownBy(call::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CorrectionCancelledException.class);
        Instant soon = Instant.now().plusMillis(5);
        assertThatThrownBy(() -> aligner.correct(REQUEST, CorrectionContext.DEFAULT.withDeadline(soon)))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("the deadline passed before the scripted model answered");
    }

    @Test
    void an_interrupt_ends_a_blocked_call_and_stays_set() {
        ScriptedAligner aligner = ScriptedAligner.unchanged().block();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> aligner.correct(REQUEST)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void the_script_can_be_changed_and_reset() {
        ScriptedAligner aligner = ScriptedAligner.unchanged();
        aligner.correctBy(request -> "other").block();
        aligner.failNext(new IllegalStateException("never thrown"));
        aligner.reset();

        assertThat(aligner.correct(REQUEST).changed()).isFalse();
        assertThat(aligner.requests()).hasSize(1);
        aligner.correctBy(request -> "other");
        assertThat(aligner.correct(REQUEST).answer()).isEqualTo("other");
    }
}
