// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.DeadlineExceededException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The contract of every {@link Aligner}, as tests. Extend it once for each implementation. The Aligner under test must correct the
 * same request to the same answer each time.
 *
 * <p>What {@link AlignerCall} guarantees for any Aligner is tested through it, as stacks and adapters call Aligners.
 */
public abstract class AlignerContract {

    private final ExecutorService sessions = Executors.newFixedThreadPool(2);

    /** Returns the Aligner under test; the same one for all calls within a test. */
    protected abstract Aligner aligner();

    /** Returns a request whose answer the Aligner corrects to another text, which is not empty. */
    protected abstract CorrectionRequest changedRequest();

    /** Returns a request whose answer is not blank, and in which the Aligner finds nothing to correct. */
    protected abstract CorrectionRequest unchangedRequest();

    /**
     * Returns true if a passed deadline fails a call. Override it for an Aligner that is too fast to look at deadlines, or that
     * answers by itself when one has passed.
     */
    protected boolean keepsDeadlines() {
        return true;
    }

    @AfterEach
    void stopSessions() {
        sessions.shutdownNow();
    }

    @Test
    void an_answer_with_nothing_to_correct_comes_back_character_for_character() {
        Correction correction = aligner().correct(unchangedRequest());

        assertThat(correction.answer()).isEqualTo(unchangedRequest().answer());
        assertThat(correction.changed()).isFalse();
    }

    @Test
    void a_corrected_answer_comes_with_its_original() {
        Correction correction = aligner().correct(changedRequest());

        assertThat(correction.original()).isEqualTo(changedRequest().answer());
        assertThat(correction.answer()).isNotEmpty();
        assertThat(correction.changed()).isTrue();
    }

    @Test
    void the_default_context_changes_nothing() {
        assertSame(
                aligner().correct(changedRequest(), CorrectionContext.DEFAULT),
                aligner().correct(changedRequest()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t \n"})
    void blank_answers_do_not_fail(String blank) {
        CorrectionRequest request = changedRequest().withAnswer(blank);

        assertThat(aligner().correct(request).original()).isEqualTo(blank);
    }

    @Test
    void emitted_chunks_begin_the_answer() {
        for (CorrectionRequest request : List.of(changedRequest(), unchangedRequest())) {
            List<String> chunks = new ArrayList<>();
            Correction correction = aligner().correct(request, listening(chunks));

            assertThat(correction.answer()).startsWith(String.join("", chunks));
            assertThat(chunks).doesNotContain("");
        }
    }

    @Test
    void listening_does_not_change_the_answer() {
        List<String> chunks = new ArrayList<>();
        Correction streamed = AlignerCall.correct(aligner(), changedRequest(), listening(chunks));

        assertSame(streamed, aligner().correct(changedRequest()));
        assertThat(String.join("", chunks)).isEqualTo(streamed.answer());
    }

    @Test
    void an_exception_of_the_listener_reaches_the_caller_and_harms_no_other_call() {
        RuntimeException failure = new IllegalStateException("listener failed");
        CorrectionContext failing = CorrectionContext.DEFAULT.withListener(chunk -> {
            throw failure;
        });

        assertThatThrownBy(() -> AlignerCall.correct(aligner(), changedRequest(), failing))
                .isSameAs(failure);
        assertThat(aligner().correct(changedRequest()).changed()).isTrue();
    }

    @Test
    void a_call_cancelled_before_it_starts_is_not_made() {
        assertThatThrownBy(() -> aligner().correct(changedRequest(), cancelled()))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void another_thread_can_cancel_a_running_call() {
        Cancellation cancellation = Cancellation.create();
        CorrectionContext context = CorrectionContext.DEFAULT
                .withCancellation(cancellation)
                .withListener(chunk -> Threads.runAndJoin(cancellation::cancel));

        assertThatThrownBy(() -> AlignerCall.correct(aligner(), changedRequest(), context))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(aligner().correct(changedRequest()).changed()).isTrue();
    }

    @Test
    void a_deadline_that_has_passed_is_an_error_unless_deadlines_are_not_kept() {
        CorrectionContext late = CorrectionContext.DEFAULT.withDeadline(Instant.EPOCH);
        if (!keepsDeadlines()) {
            assertThat(aligner().correct(changedRequest(), late).original())
                    .isEqualTo(changedRequest().answer());
            return;
        }
        Throwable failure = catchThrowable(() -> aligner().correct(changedRequest(), late));

        assertThat(failure).isInstanceOf(AlignerException.class);
        assertThat(failure instanceof DeadlineExceededException ? failure : failure.getCause())
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void a_distant_deadline_changes_nothing() {
        CorrectionContext distant = CorrectionContext.DEFAULT.withDeadline(Instant.MAX);

        assertSame(aligner().correct(changedRequest(), distant), aligner().correct(changedRequest()));
    }

    @Test
    void the_limits_stay_the_same_and_allow_a_call() {
        assertThat(aligner().limits().timeout()).isEqualTo(aligner().limits().timeout());
        assertThat(aligner().limits().maxNewTokens())
                .isEqualTo(aligner().limits().maxNewTokens());

        CorrectionContext limited = aligner().limits().applyTo(CorrectionContext.DEFAULT);
        assertSame(aligner().correct(changedRequest(), limited), aligner().correct(changedRequest()));
    }

    @Test
    void many_threads_get_what_one_gets() throws Exception {
        String changed = aligner().correct(changedRequest()).answer();
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            Callable<Void> calls = () -> {
                assertThat(aligner().correct(changedRequest()).answer()).isEqualTo(changed);
                assertThat(aligner().correct(unchangedRequest()).changed()).isFalse();
                return null;
            };
            for (Future<Void> call : callers.invokeAll(Collections.nCopies(12, calls))) {
                call.get();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void a_session_completes_to_the_same_correction() {
        for (CorrectionRequest request : List.of(changedRequest(), unchangedRequest())) {
            List<String> chunks = new ArrayList<>();
            try (CorrectionSession session = aligner().begin(request.withAnswer(""), sessions)) {
                Words.of(request.answer()).forEach(session::append);
                Correction completed = session.complete(request, listening(chunks));

                assertSame(completed, aligner().correct(request));
                assertThat(completed.answer()).startsWith(String.join("", chunks));
            }
        }
    }

    @Test
    void a_session_corrects_the_answer_it_is_completed_with() {
        try (CorrectionSession session = aligner().begin(unchangedRequest().withAnswer(""), sessions)) {
            session.append("Another answer. It was replaced. ".repeat(8));

            assertSame(
                    session.complete(changedRequest(), CorrectionContext.DEFAULT),
                    aligner().correct(changedRequest()));
        }
    }

    @Test
    void a_session_that_can_do_nothing_early_completes_to_the_same_correction() {
        Executor full = task -> {
            throw new RejectedExecutionException("no threads");
        };
        try (CorrectionSession session = aligner().begin(changedRequest().withAnswer(""), full)) {
            Words.of(changedRequest().answer()).forEach(session::append);

            assertSame(
                    session.complete(changedRequest(), CorrectionContext.DEFAULT),
                    aligner().correct(changedRequest()));
        }
    }

    @Test
    void a_cancelled_session_is_not_completed() {
        try (CorrectionSession session = aligner().begin(changedRequest(), sessions)) {
            assertThatThrownBy(() -> session.complete(changedRequest(), cancelled()))
                    .isInstanceOf(CorrectionCancelledException.class);
        }
    }

    @Test
    void a_closed_session_ignores_what_is_appended_and_can_be_closed_again() {
        CorrectionSession session = aligner().begin(changedRequest().withAnswer(""), sessions);
        session.append(changedRequest().answer());
        session.close();

        session.append("More text. ".repeat(20));
        session.close();

        assertThat(aligner().correct(changedRequest()).changed()).isTrue();
    }

    private static CorrectionContext listening(List<String> chunks) {
        return CorrectionContext.DEFAULT.withListener(chunks::add);
    }

    private static CorrectionContext cancelled() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        return CorrectionContext.DEFAULT.withCancellation(cancellation);
    }

    private static void assertSame(Correction actual, Correction expected) {
        assertThat(actual.original()).isEqualTo(expected.original());
        assertThat(actual.answer()).isEqualTo(expected.answer());
    }
}
