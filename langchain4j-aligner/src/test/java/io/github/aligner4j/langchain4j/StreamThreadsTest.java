// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamThreadsTest {

    @Test
    void threads_are_named_daemons_whatever_the_java_version() throws Exception {
        for (Executor executor :
                List.of(StreamThreads.of(17), StreamThreads.of(Runtime.version().feature()))) {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            executor.execute(() -> thread.complete(Thread.currentThread()));

            assertThat(thread.get(20, TimeUnit.SECONDS).getName()).startsWith("aligner-stream-");
            assertThat(thread.join().isDaemon()).isTrue();
        }
    }

    @Test
    void a_stream_that_finds_all_threads_busy_ends_with_an_error() throws Exception {
        Executor two = StreamThreads.bounded(2);
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch free = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            two.execute(() -> {
                busy.countDown();
                await(free);
            });
        }
        await(busy);
        AlignedStreamingChatModel model = AlignedStreamingChatModel.builder(
                        new ScriptedStreamingChatModel("x"), ScriptedAligner.replacing("idiot", "friend"))
                .executor(two)
                .build();
        RecordingHandler rejected = new RecordingHandler();

        model.chat("hi", rejected);

        assertThat(rejected.awaitError())
                .isInstanceOf(AlignerException.class)
                .hasMessage("the executor of the aligned model takes no more streams; it may be shut down")
                .cause()
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("all 2 threads for aligned streams are busy; give the aligned model an executor of its own"
                        + " that takes more");
        free.countDown();
    }

    @Test
    void an_asynchronous_answer_that_finds_all_threads_busy_fails() {
        var future = StreamThreads.supplyAsync(() -> "x", task -> {
            throw new RejectedExecutionException("closed");
        });

        assertThat(future).isCompletedExceptionally();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
