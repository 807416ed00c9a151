// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.windowed;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

class EarlyCorrectionsTest {

    private static final CorrectionRequest WINDOW = CorrectionRequest.of("Why?", "So.");

    private final EarlyCorrections early = new EarlyCorrections();

    @Test
    void each_correction_is_taken_once_and_in_order() {
        early.begin("So.").complete(Correction.of("So.", "1"));
        early.begin("So.").complete(Correction.of("So.", "2"));

        assertThat(take("So.", CorrectionContext.DEFAULT)).isEqualTo("1");
        assertThat(take("So.", CorrectionContext.DEFAULT)).isEqualTo("2");
        assertThat(take("So.", CorrectionContext.DEFAULT)).isEqualTo("none");
        assertThat(take("Other.", CorrectionContext.DEFAULT)).isEqualTo("none");
    }

    @Test
    void one_that_failed_is_none() {
        assertThatThrownBy(() -> early.correct(
                        (request, context) -> {
                            throw new AlignerException("gone");
                        },
                        WINDOW,
                        CorrectionContext.DEFAULT))
                .hasMessage("gone");

        assertThat(take("So.", CorrectionContext.DEFAULT)).isEqualTo("none");
    }

    @Test
    void one_that_is_not_finished_by_the_deadline_is_none() {
        CompletableFuture<Correction> unused = early.begin("So.");

        assertThat(take("So.", CorrectionContext.DEFAULT.withDeadline(Instant.now())))
                .isEqualTo("none");
    }

    @Test
    void a_caller_that_waits_can_be_cancelled() throws Exception {
        CompletableFuture<Correction> unused = early.begin("So.");
        Cancellation cancellation = Cancellation.create();
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return catchThrowable(() -> early.take("So.", CorrectionContext.DEFAULT.withCancellation(cancellation)));
        });
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();

        cancellation.cancel();

        assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void a_caller_that_is_interrupted_while_it_waits_stays_interrupted() {
        CompletableFuture<Correction> unused = early.begin("So.");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> early.take("So.", CorrectionContext.DEFAULT))
                .isInstanceOf(CorrectionCancelledException.class)
                .hasMessageContaining("interrupted while it waited for a correction");
        assertThat(Thread.interrupted()).isTrue();
    }

    private String take(String text, CorrectionContext context) {
        Correction correction = early.take(text, context);
        return correction == null ? "none" : correction.answer();
    }
}
