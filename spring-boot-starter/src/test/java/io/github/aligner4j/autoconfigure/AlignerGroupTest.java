// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignerGroupTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("q", "a");

    private final List<Closeable> opened = new ArrayList<>();
    private final AlignerGroup group = new AlignerGroup(() -> {
        Closeable next = new Closeable(opened.size());
        opened.add(next);
        return Map.of("civil", next, "kind", next);
    });

    @Test
    void eight_threads_lose_no_call_while_the_model_is_reloaded_and_old_ones_are_closed() throws Exception {
        Aligner aligner = group.member("civil");
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean sessions = i % 2 == 0;
            Thread thread = new Thread(() -> {
                try {
                    while (!done.get()) {
                        correct(aligner, sessions);
                        calls.incrementAndGet();
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (int i = 0; i < 40; i++) {
            int before = calls.get();
            group.reload(each -> {});
            while (calls.get() == before && failures.isEmpty()) {
                Thread.onSpinWait();
            }
        }
        done.set(true);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(failures).isEmpty();
        assertThat(opened).hasSize(41);
        assertThat(group.reloads()).isEqualTo(40);
        Awaitility.await().until(() -> opened.subList(0, 40).stream().allMatch(old -> old.closed.get() > 0));
        assertThat(opened.get(40).closed).hasValue(0);
    }

    private static void correct(Aligner aligner, boolean session) {
        if (!session) {
            aligner.correct(REQUEST);
            return;
        }
        try (CorrectionSession begun = aligner.begin(CorrectionRequest.of("q", ""), Runnable::run)) {
            begun.append("a");
            begun.complete(REQUEST, CorrectionContext.DEFAULT);
        }
    }

    @Test
    void a_call_under_way_ends_with_the_old_model_which_is_closed_then() throws Exception {
        Closeable old = opened.get(0);
        old.entered = new CountDownLatch(1);
        old.go = new CountDownLatch(1);
        List<String> answers = new ArrayList<>();
        Thread caller = new Thread(
                () -> answers.add(group.member("civil").correct(REQUEST).answer()));
        caller.start();
        assertThat(old.entered.await(10, TimeUnit.SECONDS)).isTrue();

        group.reload(each -> {});
        assertThat(group.member("kind").correct(REQUEST).answer()).isEqualTo("a by 1");
        assertThat(old.closed).hasValue(0);
        old.go.countDown();
        caller.join();

        assertThat(answers).containsExactly("a by 0");
        Awaitility.await().until(() -> old.closed.get() > 0);
    }

    @Test
    void a_session_that_is_closed_without_an_answer_lets_its_model_go() {
        CorrectionSession session = group.member("civil").begin(REQUEST, Runnable::run);
        group.reload(each -> {});
        session.close();
        session.close();

        Awaitility.await().until(() -> opened.get(0).closed.get() > 0);
        assertThat(opened.get(1).closed).hasValue(0);
    }

    @Test
    void a_model_that_can_not_be_opened_leaves_the_old_one_in_place() {
        AtomicInteger openings = new AtomicInteger();
        AlignerGroup fragile = new AlignerGroup(() -> {
            if (openings.getAndIncrement() > 0) {
                throw new AlignerException("the file is damaged");
            }
            return Map.of("civil", new Closeable(0));
        });
        assertThatThrownBy(() -> fragile.reload(each -> {})).hasMessage("the file is damaged");

        assertThat(fragile.member("civil").correct(REQUEST).answer()).isEqualTo("a by 0");
        assertThat(fragile.reloads()).isZero();
    }

    @Test
    void a_model_that_can_not_be_prepared_is_closed_and_the_old_one_stays() {
        assertThatThrownBy(() -> group.reload(each -> {
                    throw new AlignerException("too little memory");
                }))
                .hasMessage("too little memory");

        assertThat(opened.get(1).closed.get()).isPositive();
        assertThat(group.member("civil").correct(REQUEST).answer()).isEqualTo("a by 0");
    }

    @Test
    void closing_closes_the_model_once() {
        group.close();
        group.close();

        assertThat(opened.get(0).closed.get()).isPositive();
        assertThatThrownBy(() -> group.member("civil").correct(REQUEST)).isInstanceOf(IllegalStateException.class);
    }

    /** An Aligner that fails once it is closed. */
    private static final class Closeable implements Aligner, AutoCloseable {

        private final int number;
        private final AtomicInteger closed = new AtomicInteger();
        private CountDownLatch entered = new CountDownLatch(0);
        private CountDownLatch go = new CountDownLatch(0);

        Closeable(int number) {
            this.number = number;
        }

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            entered.countDown();
            await();
            if (closed.get() > 0) {
                throw new IllegalStateException("model " + number + " is closed");
            }
            return Correction.of(request.answer(), request.answer() + " by " + number);
        }

        private void await() {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
