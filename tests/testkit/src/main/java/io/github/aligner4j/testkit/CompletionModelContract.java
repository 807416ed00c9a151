// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract of every {@link CompletionModel}, as tests. Extend it once for each implementation. */
public abstract class CompletionModelContract {

    private static final int TOKENS = 24;
    private static final SamplingParameters GREEDY = SamplingParameters.GREEDY.withMaxNewTokens(TOKENS);

    /** Returns the model under test; the same one for all calls within a test. */
    protected abstract CompletionModel model();

    /** Returns a prompt that the model greedily continues with at least 24 tokens and 8 characters. */
    protected abstract Prompt prompt();

    /** Returns true if the model streams: a listener gets several chunks of a text of several tokens. */
    protected boolean isStreaming() {
        return true;
    }

    @Test
    void greedy_completions_are_repeatable() {
        assertThat(complete().text()).isEqualTo(complete().text());
    }

    @Test
    void the_limit_of_new_tokens_cuts_the_text_and_says_so() {
        Completion cut = model().complete(request(GREEDY.withMaxNewTokens(3)).build());

        assertThat(cut.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(cut.usage().completionTokens()).isEqualTo(3);
    }

    @Test
    void several_requests_are_completed_as_each_alone_and_in_their_order() {
        List<CompletionRequest> requests = IntStream.of(5, 2, 9, 1)
                .mapToObj(limit -> request(GREEDY.withMaxNewTokens(limit)).build())
                .toList();

        assertThat(model().completeAll(requests))
                .extracting(Completion::text)
                .isEqualTo(requests.stream()
                        .map(request -> model().complete(request).text())
                        .toList());
        assertThat(model().completeAll(List.of())).isEmpty();
    }

    @Test
    void the_prompt_is_counted_but_not_part_of_the_text() {
        Completion completion = complete();

        assertThat(completion.usage().promptTokens()).isPositive();
        assertThat(completion.text()).doesNotStartWith(prompt().text());
    }

    @Test
    void a_stop_string_ends_the_text_before_it() {
        String whole = complete().text();
        String stop = middleOf(whole);

        Completion stopped =
                model().complete(request(GREEDY).stop(List.of(stop)).build());

        assertThat(stopped.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(stopped.finishReason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void a_stop_string_that_never_comes_changes_nothing() {
        List<String> pieces = new ArrayList<>();

        Completion completion = model().complete(request(GREEDY)
                .stop(List.of(complete().text() + "\u0001 never"))
                .listener(pieces::add)
                .build());

        assertThat(completion.text()).isEqualTo(complete().text());
        assertThat(String.join("", pieces)).isEqualTo(completion.text());
    }

    @Test
    void pieces_for_the_listener_concatenate_to_the_text() {
        List<String> pieces = new ArrayList<>();

        Completion completion =
                model().complete(request(GREEDY).listener(pieces::add).build());

        assertThat(pieces).doesNotContain("").hasSizeGreaterThan(isStreaming() ? 1 : 0);
        assertThat(String.join("", pieces)).isEqualTo(completion.text());
    }

    @Test
    void pieces_for_the_listener_hold_no_part_of_a_stop_string() {
        List<String> pieces = new ArrayList<>();
        String stop = middleOf(complete().text());

        Completion completion = model().complete(request(GREEDY)
                .stop(List.of(stop))
                .listener(pieces::add)
                .build());

        assertThat(String.join("", pieces)).isEqualTo(completion.text());
    }

    @Test
    void an_exception_of_the_listener_reaches_the_caller_and_harms_no_other_call() {
        String expected = complete().text();
        CompletionRequest failing = request(GREEDY)
                .listener(text -> {
                    throw new IllegalStateException("listener failed");
                })
                .build();

        assertThatThrownBy(() -> model().complete(failing)).hasMessage("listener failed");
        assertThat(complete().text()).isEqualTo(expected);
    }

    @Test
    void an_empty_prompt_is_completed_or_refused_clearly() {
        CompletionRequest empty =
                CompletionRequest.builder(Prompt.of("")).sampling(GREEDY).build();
        try {
            assertThat(model().complete(empty).usage().completionTokens()).isBetween(0, TOKENS);
        } catch (CompletionModelException refused) {
            assertThat(refused).hasMessageContaining("prompt");
        }
    }

    @Test
    void a_seed_makes_sampling_repeatable_or_is_refused_clearly() {
        SamplingParameters sampled =
                GREEDY.withTemperature(2.0).withTopK(50).withTopP(0.99).withSeed(7);
        try {
            assertThat(model().complete(request(sampled).build()).text())
                    .isEqualTo(model().complete(request(sampled).build()).text());
        } catch (CompletionModelException refused) {
            assertThat(refused).hasMessageContaining("seed");
        }
    }

    @Test
    void log_probabilities_are_given_only_if_asked_for() {
        assertThat(complete().logprobs()).isEmpty();
    }

    @Test
    void log_probabilities_that_are_asked_for_are_sorted_or_absent_or_refused_clearly() {
        try {
            Completion completion =
                    model().complete(request(GREEDY).topLogprobs(3).build());
            assertThat(completion.text()).isEqualTo(complete().text());
            completion.logprobs().forEach(CompletionModelContract::requireSorted);
        } catch (CompletionModelException refused) {
            assertThat(refused).hasMessageContaining("log");
        }
    }

    private static void requireSorted(TokenLogprobs token) {
        assertThat(token.logprob()).isLessThanOrEqualTo(0);
        assertThat(token.top()).hasSizeBetween(1, 3);
        assertThat(token.top())
                .extracting(TokenLogprobs.Alternative::logprob)
                .isSortedAccordingTo(Comparator.reverseOrder());
        // Greedy: nothing is more likely.
        assertThat(token.top().get(0).logprob()).isEqualTo(token.logprob());
    }

    @Test
    void a_prediction_does_not_change_the_completion() {
        Completion predicted =
                model().complete(request(GREEDY).prediction("something else").build());

        assertThat(predicted.text()).isEqualTo(complete().text());
    }

    @Test
    void a_call_cancelled_before_it_starts_is_not_made() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();

        assertThatThrownBy(() -> model().complete(
                                request(GREEDY).cancellation(cancellation).build()))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void another_thread_can_cancel_a_running_call() {
        Cancellation cancellation = Cancellation.create();
        CompletionRequest request = request(SamplingParameters.GREEDY)
                .cancellation(cancellation)
                .listener(text -> Threads.runAndJoin(cancellation::cancel))
                .build();

        assertThatThrownBy(() -> model().complete(request)).isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void an_interrupt_cancels_the_call_and_stays_set() {
        Thread caller = Thread.currentThread();
        CompletionRequest request = request(SamplingParameters.GREEDY)
                .listener(text -> Threads.runAndJoin(caller::interrupt))
                .build();

        assertThatThrownBy(() -> model().complete(request)).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_deadline_that_has_passed_is_an_error() {
        CompletionRequest late = request(GREEDY).deadline(Instant.EPOCH).build();

        assertThatThrownBy(() -> model().complete(late))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("deadline");
    }

    @Test
    void a_distant_deadline_changes_nothing() {
        Completion completion =
                model().complete(request(GREEDY).deadline(Instant.MAX).build());

        assertThat(completion.text()).isEqualTo(complete().text());
    }

    @Test
    void many_threads_get_what_one_gets() throws Exception {
        String expected = complete().text();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<String> call = () -> complete().text();
            for (Future<String> text : callers.invokeAll(Collections.nCopies(24, call))) {
                assertThat(text.get()).isEqualTo(expected);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private Completion complete() {
        return model().complete(request(GREEDY).build());
    }

    private CompletionRequest.Builder request(SamplingParameters sampling) {
        return CompletionRequest.builder(prompt()).sampling(sampling);
    }

    /** Two whole characters from the middle, so that the stop string likely spans two tokens. */
    private static String middleOf(String text) {
        int start = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        return text.substring(start, text.offsetByCodePoints(start, 2));
    }
}
