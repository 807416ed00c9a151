// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever is thrown, wherever, a stream ends once, and nobody's text is in a message of ours. */
class StreamErrorsTest {

    private static final String SECRET = "the secret text";

    private final StreamTasks tasks = new StreamTasks();
    private final RecordingHandler handler = new RecordingHandler();
    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");

    static Stream<Throwable> throwables() {
        return Stream.of(
                new AssertionError(SECRET),
                new OutOfMemoryError(SECRET),
                new StackOverflowError(SECRET),
                new LinkageError(SECRET),
                new IllegalStateException(SECRET),
                new Exception(SECRET));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void what_an_aligner_throws_is_the_cause_of_the_stream_s_one_end(Throwable thrown) throws Exception {
        assertEndsWith(thrown, (request, context) -> sneak(thrown));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void so_it_is_in_a_stack(Throwable thrown) throws Exception {
        chat(AlignerStack.of("only", (request, context) -> sneak(thrown)));

        assertThat(handler.events).containsExactly("error");
        assertThat(handler.errors.get(0)).isInstanceOf(AlignerException.class).hasRootCause(thrown);
        assertSecret(handler.errors.get(0));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void and_while_it_speaks(Throwable thrown) throws Exception {
        chat(new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                call.emit("you ");
                return sneak(thrown);
            }
        });

        assertThat(handler.events).containsExactly("text", "error");
        assertThat(handler.errors.get(0)).isInstanceOf(AlignerException.class).hasCause(thrown);
        assertSecret(handler.errors.get(0));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void what_a_session_throws_when_it_begins_or_reads_is_no_end(Throwable thrown) throws Exception {
        for (CorrectionSession session : new CorrectionSession[] {null, reading(thrown)}) {
            RecordingHandler each = new RecordingHandler();
            chat(
                    new Aligner() {
                        @Override
                        public Correction correct(CorrectionRequest request, CorrectionContext context) {
                            return civil.correct(request);
                        }

                        @Override
                        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                            if (session == null) {
                                sneak(thrown);
                            }
                            return session;
                        }
                    },
                    each);

            assertThat(each.await().aiMessage().text()).isEqualTo("you friend");
            assertThat(each.errors).isEmpty();
        }
    }

    private CorrectionSession reading(Throwable thrown) {
        return new CorrectionSession() {
            @Override
            public void append(String text) {
                sneak(thrown);
            }

            @Override
            public Correction complete(CorrectionRequest request, CorrectionContext call) {
                return civil.correct(request);
            }

            @Override
            public void close() {}
        };
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void what_upstream_throws_its_caller_gets_and_the_stream_s_thread_ends(Throwable thrown) throws Exception {
        StreamingChatModel upstream = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler events) {
                events.onUnmappedRawEvent("begun");
                sneak(thrown);
            }
        };

        assertThatThrownBy(() -> AlignedStreamingChatModel.builder(upstream, civil)
                        .executor(tasks)
                        .build()
                        .chat("hi", handler))
                .isSameAs(thrown);
        tasks.join();
        assertThat(handler.events).doesNotContain("error", "complete");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void what_an_executor_throws_is_the_cause_of_the_stream_s_one_end_and_cancels_upstream(Throwable thrown)
            throws Exception {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("you ", "idiot");
        AlignedStreamingChatModel.builder(upstream, civil)
                .executor(task -> sneak(thrown))
                .build()
                .chat("hi", handler);

        assertThat(handler.awaitError()).isInstanceOf(AlignerException.class).hasCause(thrown);
        assertSecret(handler.awaitError());
        upstream.threads.get(0).join();
        assertThat(handler.events).containsExactly("error");
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
    }

    @Test
    void an_error_that_a_callback_throws_is_told_and_ends_the_stream() throws Exception {
        LinkageError broken = new LinkageError("a class is missing");
        RecordingHandler breaking = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                if (event.equals("text")) {
                    throw broken;
                }
            }
        };
        CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
        AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel("one two three"), civil)
                .executor(uncaughtTo(uncaught))
                .build()
                .chat("hi", breaking);

        assertThat(RecordingHandler.get(uncaught)).isSameAs(broken);
        assertThat(breaking.events).containsExactly("text", "error");
        assertThat(breaking.errors).containsExactly(broken);
    }

    private static Executor uncaughtTo(CompletableFuture<Throwable> uncaught) {
        return task -> {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler((dead, error) -> uncaught.complete(error));
            thread.start();
        };
    }

    @Test
    void a_handle_that_throws_when_it_is_cancelled_harms_nobody() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                stream.cancel();
                cancelled.countDown();
            }
        };
        StreamingHandle broken = new StreamingHandle() {
            @Override
            public void cancel() {
                throw new IllegalStateException(SECRET);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        StreamingChatModel upstream = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler events) {
                events.onPartialThinking(
                        new dev.langchain4j.model.chat.response.PartialThinking("hm"),
                        new dev.langchain4j.model.chat.response.PartialThinkingContext(broken));
            }
        };

        AlignedStreamingChatModel.builder(upstream, civil)
                .executor(tasks)
                .build()
                .chat("hi", cancelling);
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        tasks.join();

        assertThat(cancelling.events).containsExactly("thinking hm");
    }

    @Test
    @SuppressWarnings("NullAway")
    void an_upstream_that_says_nothing_in_every_callback_ends_the_stream_with_an_error() throws Exception {
        StreamingChatModel upstream = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler events) {
                events.onPartialResponse((String) null);
                events.onPartialResponse(null, null);
                events.onPartialThinking(null);
                events.onPartialThinking(null, null);
                events.onCompleteResponse(null);
            }
        };

        AlignedStreamingChatModel.builder(upstream, civil)
                .executor(tasks)
                .build()
                .doChat(
                        ChatRequest.builder()
                                .messages(List.of(dev.langchain4j.data.message.UserMessage.from("hi")))
                                .build(),
                        handler);

        assertThat(handler.awaitError())
                .isInstanceOf(AlignerException.class)
                .hasMessage("the upstream model completed its stream without a response");
        tasks.join();
        assertThat(handler.events).containsExactly("error");
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void a_blocking_call_fails_with_an_aligner_exception_likewise(Throwable thrown) {
        assertThatThrownBy(() -> AlignedChatModel.wrap(
                                new ScriptedChatModel("you idiot"), (request, context) -> sneak(thrown))
                        .chat("hi"))
                .isInstanceOf(AlignerException.class)
                .hasCause(thrown)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void an_interrupted_aligner_is_a_cancelled_call() {
        assertThatThrownBy(() -> AlignedChatModel.wrap(
                                new ScriptedChatModel("you idiot"),
                                (request, context) -> sneak(new InterruptedException()))
                        .chat("hi"))
                .isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void assertEndsWith(Throwable thrown, Aligner aligner) throws Exception {
        chat(aligner);

        assertThat(handler.events).containsExactly("error");
        assertThat(handler.errors.get(0)).isInstanceOf(AlignerException.class).hasCause(thrown);
        assertSecret(handler.errors.get(0));
    }

    private static void assertSecret(Throwable ours) {
        assertThat(ours.getMessage()).doesNotContain(SECRET);
    }

    private void chat(Aligner aligner) throws Exception {
        chat(aligner, handler);
    }

    private void chat(Aligner aligner, RecordingHandler handler) throws Exception {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("you ", "idiot");
        AlignedStreamingChatModel.builder(upstream, aligner)
                .executor(tasks)
                .build()
                .chat("hi", handler);
        upstream.threads.get(0).join();
        tasks.join();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> Correction sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
