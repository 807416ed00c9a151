// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MeanwhileTest {

    @Test
    void the_part_runs_while_the_caller_does_something_else() throws InterruptedException {
        CountDownLatch caller = new CountDownLatch(1);
        CountDownLatch part = new CountDownLatch(1);
        Meanwhile<Thread> meanwhile = Meanwhile.run(() -> {
            part.countDown();
            await(caller);
            return Thread.currentThread();
        });
        part.await();
        caller.countDown();

        assertThat(meanwhile.join()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void what_the_part_throws_is_thrown_as_it_is() {
        IllegalStateException failure = new IllegalStateException("broken");
        Meanwhile<String> meanwhile = Meanwhile.run(() -> {
            throw failure;
        });

        assertThatThrownBy(meanwhile::join).isSameAs(failure);

        Error error = new StackOverflowError();
        Meanwhile<String> worse = Meanwhile.run(() -> {
            throw error;
        });
        assertThatThrownBy(worse::join).isSameAs(error);
    }

    @Test
    void a_result_that_nobody_needs_is_closed_when_it_is_there() {
        CountDownLatch caller = new CountDownLatch(1);
        CompletableFuture<String> closed = new CompletableFuture<>();
        Meanwhile<String> meanwhile = Meanwhile.run(() -> {
            await(caller);
            return "tokenizer";
        });
        meanwhile.discard(closed::complete);
        caller.countDown();

        assertThat(closed.join()).isEqualTo("tokenizer");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
