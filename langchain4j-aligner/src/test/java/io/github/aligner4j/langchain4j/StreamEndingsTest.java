// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Must-dos 11 to 13: how a stream is cancelled, fails, and survives its user. */
class StreamEndingsTest {

    private final StreamTasks tasks = new StreamTasks();
    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");

    @Test
    void cancelling_from_a_partial_response_ends_the_stream_in_silence() throws Exception {
        CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                if (texts.size() == 2) {
                    stream.cancel();
                    handle.complete(stream);
                }
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("one two three four");

        streaming(upstream, civil).chat("hi", handler);

        assertThat(RecordingHandler.get(handle).isCancelled()).isTrue();
        tasks.join();
        assertThat(handler.events).containsExactly("text", "text");
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        handle.join().cancel();
        assertThat(handle.join().isCancelled()).isTrue();
    }

    @Test
    void cancelling_while_upstream_still_thinks_cancels_upstream_and_asks_no_aligner() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                stream.cancel();
                cancelled.countDown();
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.thinking(events, handle, "hm");
            await(cancelled);
            events.onCompleteResponse(ScriptedChatModel.response("upstream did not listen"));
        });

        streaming(upstream, civil).chat("hi", handler);
        await(cancelled);
        tasks.join();
        upstream.threads.get(0).join();

        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        assertThat(handler.events).containsExactly("thinking hm");
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void cancelling_from_another_thread_aborts_the_aligner_in_silence() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<StreamingHandle> handle = new CompletableFuture<>();
        Aligner endless = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                CountDownLatch aborted = new CountDownLatch(1);
                try (var registration = call.cancellation().onCancel(aborted::countDown)) {
                    call.emit("first ");
                    writing.countDown();
                    await(aborted);
                    throw new CorrectionCancelledException("cancelled " + registration);
                }
            }
        };
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                handle.complete(stream);
            }
        };

        streaming(new ScriptedStreamingChatModel("x"), endless).chat("hi", handler);
        await(writing);
        RecordingHandler.get(handle).cancel();
        tasks.join();

        assertThat(handler.events).containsExactly("text");
    }

    @Test
    void a_failed_correction_ends_the_stream_with_an_aligner_exception() throws Exception {
        RecordingHandler handler = new RecordingHandler();

        streaming(new ScriptedStreamingChatModel("you idiot"), (request, context) -> {
                    throw new ModelOverloadedException(8);
                })
                .chat("hi", handler);
        handler.awaitError();
        tasks.join();

        assertThat(handler.errors).singleElement().isInstanceOf(AlignerException.class);
        assertThat(handler.events).containsExactly("error");
    }

    @Test
    void a_correction_that_somebody_else_cancelled_is_an_error() throws Exception {
        RecordingHandler handler = new RecordingHandler();

        streaming(new ScriptedStreamingChatModel("x"), (request, context) -> {
                    throw new CorrectionCancelledException("the device was closed");
                })
                .chat("hi", handler);
        handler.awaitError();
        tasks.join();

        assertThat(handler.errors)
                .singleElement()
                .isInstanceOf(AlignerException.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("the correction was cancelled, but not by the caller of the stream");
    }

    @Test
    void what_the_handler_throws_goes_to_on_error_once_for_each_throw_and_the_stream_goes_on() throws Exception {
        RuntimeException bug = new RuntimeException("bug in user code");
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                throw bug;
            }
        };

        streaming(new ScriptedStreamingChatModel("one two"), civil).chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("one two");
        tasks.join();
        assertThat(handler.errors).containsExactly(bug, bug, bug);
        assertThat(handler.events).containsExactly("text", "error", "text", "error", "complete", "error");
    }

    @Test
    void an_error_of_the_virtual_machine_in_a_handler_cancels_upstream() throws Exception {
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                throw new LinkageError("a class is missing");
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(
                (events, handle) -> ScriptedStreamingChatModel.thinking(events, handle, "hm"));
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();

        AlignedStreamingChatModel.builder(upstream, civil)
                .executor(task -> {
                    Thread thread = new Thread(task);
                    thread.setUncaughtExceptionHandler((dead, error) -> uncaught.complete(error));
                    thread.start();
                })
                .build()
                .chat("hi", handler);

        assertThat(RecordingHandler.get(uncaught)).isInstanceOf(LinkageError.class);
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
    }

    /** Must-do 13: AiServices starts the next tool round from inside onCompleteResponse. */
    @Test
    void the_next_round_can_be_awaited_from_inside_on_complete_response() {
        Semaphore device = new Semaphore(1);
        Aligner exclusive = (request, context) -> {
            assertThat(device.tryAcquire()).isTrue();
            try {
                return civil.correct(request);
            } finally {
                device.release();
            }
        };
        StreamingChatModel model = streaming(new ScriptedStreamingChatModel("you idiot"), exclusive);
        RecordingHandler inner = new RecordingHandler();
        RecordingHandler outer = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                if (event.equals("complete")) {
                    model.chat("again", inner);
                    inner.await();
                }
            }
        };

        model.chat("hi", outer);

        outer.await();
        assertThat(inner.text()).isEqualTo("you friend");
        assertThat(outer.errors).isEmpty();
    }

    @Test
    void an_executor_that_takes_no_more_streams_is_an_error_in_the_stream() {
        RecordingHandler handler = new RecordingHandler();

        AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel("x"), civil)
                .executor(task -> {
                    throw new RejectedExecutionException("closed");
                })
                .build()
                .chat("hi", handler);

        assertThat(handler.awaitError())
                .isInstanceOf(AlignerException.class)
                .hasMessage("the executor of the aligned model takes no more streams; it may be shut down");
    }

    @Test
    void a_stream_whose_thread_is_interrupted_ends_with_an_error_and_cancels_upstream() throws Exception {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(
                (events, handle) -> ScriptedStreamingChatModel.thinking(events, handle, "hm"));
        CountDownLatch thought = new CountDownLatch(1);
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                thought.countDown();
            }
        };

        streaming(upstream, civil).chat("hi", handler);
        await(thought);
        tasks.threads.get(0).interrupt();
        tasks.join();

        assertThat(handler.awaitError())
                .hasMessage("the stream's thread was interrupted while it waited for the upstream model");
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
    }

    private StreamingChatModel streaming(StreamingChatModel upstream, Aligner aligner) {
        return AlignedStreamingChatModel.builder(upstream, aligner)
                .executor(tasks)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
