// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.CorrectionSession;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.windowed.WindowedAligner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What an Aligner sees of an answer that is still streaming. */
class StreamAheadTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final StreamTasks tasks = new StreamTasks();
    private final RecordingHandler handler = new RecordingHandler();

    /** Writes down what its session is told. */
    private final Aligner watching = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            log.add("corrects " + request.answer());
            return Correction.of(request.answer(), request.answer() + "!");
        }

        @Override
        public CorrectionSession begin(CorrectionRequest request, Executor executor) {
            log.add("begins " + request.question() + "/" + request.answer());
            return new Session();
        }
    };

    private final class Session implements CorrectionSession {

        @Override
        public void append(String text) {
            log.add("reads " + text);
        }

        @Override
        public Correction complete(CorrectionRequest request, CorrectionContext call) {
            log.add("completes " + request.question() + "/" + request.answer());
            return Correction.of(request.answer(), request.answer() + "?");
        }

        @Override
        public void close() {
            log.add("closes");
        }
    }

    @Test
    void an_aligner_reads_the_answer_while_it_streams_and_completes_it_in_the_end() throws Exception {
        streaming(new ScriptedStreamingChatModel(" ", "hello ", "you"), AlignmentOptions.DEFAULT)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo(" hello you?");
        assertThat(handler.text()).isEqualTo(" hello you?");
        tasks.join();
        assertThat(log)
                .containsExactly("begins hi/", "reads  hello ", "reads you", "completes hi/ hello you", "closes");
    }

    @Test
    void what_it_reads_is_the_answer_and_no_thinking() throws Exception {
        streaming(
                        new ScriptedStreamingChatModel("<thi", "nk>hm</th", "ink>\n", "\nhello ", "you"),
                        AlignmentOptions.DEFAULT)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("<think>hm</think>\n\nhello you?");
        assertThat(handler.text()).isEqualTo("<think>hm</think>\n\nhello you?");
        tasks.join();
        assertThat(log).containsExactly("begins hi/", "reads hello ", "reads you", "completes hi/hello you", "closes");
    }

    @Test
    void windows_are_corrected_while_upstream_still_streams() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        Aligner patient = new WindowedAligner(
                (request, context) -> {
                    first.countDown();
                    return Correction.of(request.answer(), request.answer().replace("idiot", "friend"));
                },
                24,
                100);
        StreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "Hello, you idiot. ", "Go away, idiot. ", "Now.");
            await(first);
            events.onCompleteResponse(ScriptedChatModel.response("Hello, you idiot. Go away, idiot. Now."));
        });

        AlignedStreamingChatModel.wrap(upstream, patient).chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("Hello, you friend. Go away, friend. Now.");
        assertThat(handler.text()).isEqualTo("Hello, you friend. Go away, friend. Now.");
    }

    @Test
    void an_answer_that_a_program_may_read_is_shown_to_nobody_ahead() throws Exception {
        chat(
                new ScriptedStreamingChatModel("{\"a\"", ": 1}"),
                ChatRequest.builder().messages(UserMessage.from("hi")).build());
        chat(
                new ScriptedStreamingChatModel("RED"),
                ChatRequest.builder()
                        .messages(UserMessage.from("hi"))
                        .responseFormat(ResponseFormat.JSON)
                        .build());
        chat(
                new ScriptedStreamingChatModel("[1] says so."),
                ChatRequest.builder().messages(UserMessage.from("hi")).build());

        assertThat(log).containsExactly("corrects [1] says so.");
    }

    @Test
    void a_tool_call_whose_text_is_not_corrected_ends_what_is_done_ahead() throws Exception {
        AiMessage turn = AiMessage.builder()
                .text("Let me check.")
                .toolExecutionRequests(List.of(ToolExecutionRequest.builder()
                        .id("1")
                        .name("look")
                        .arguments("{}")
                        .build()))
                .build();
        for (ToolCallTextPolicy policy : ToolCallTextPolicy.values()) {
            log.clear();
            RecordingHandler each = new RecordingHandler();
            streaming(
                            new ScriptedStreamingChatModel(ScriptedStreamingChatModel.answers(turn)),
                            AlignmentOptions.DEFAULT.withToolCallText(policy))
                    .chat("hi", each);
            each.await();
            tasks.join();
            assertThat(log).endsWith("closes").hasSize(policy == ToolCallTextPolicy.ALIGN ? 6 : 5);
        }
    }

    @Test
    void an_upstream_failure_ends_what_is_done_ahead() throws Exception {
        streaming(
                        new ScriptedStreamingChatModel((events, handle) -> {
                            ScriptedStreamingChatModel.text(events, handle, "half an");
                            events.onError(new IllegalStateException("line cut"));
                        }),
                        AlignmentOptions.DEFAULT)
                .chat("hi", handler);

        assertThat(handler.awaitError()).hasMessage("line cut");
        tasks.join();
        assertThat(log).containsExactly("begins hi/", "reads half an", "closes");
    }

    @Test
    void cancelling_ends_what_is_done_ahead() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle stream) {
                stream.cancel();
                cancelled.countDown();
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            ScriptedStreamingChatModel.text(events, handle, "one ");
            ScriptedStreamingChatModel.thinking(events, handle, "hm");
            await(cancelled);
            ScriptedStreamingChatModel.text(events, handle, "two");
        });

        streaming(upstream, AlignmentOptions.DEFAULT).chat("hi", cancelling);
        await(cancelled);
        upstream.threads.get(0).join();
        tasks.join();

        assertThat(log).containsExactly("begins hi/", "reads one ", "closes");
    }

    @Test
    void a_session_that_throws_is_given_up_and_upstream_never_knows() {
        Aligner broken = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                return Correction.of(request.answer(), request.answer() + "!");
            }

            @Override
            public CorrectionSession begin(CorrectionRequest request, Executor executor) {
                throw new IllegalStateException("no session");
            }
        };

        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("hello ", "you"), broken)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("hello you!");
    }

    private void chat(StreamingChatModel upstream, ChatRequest request) throws InterruptedException {
        RecordingHandler each = new RecordingHandler();
        streaming(upstream, AlignmentOptions.DEFAULT).chat(request, each);
        each.await();
        tasks.join();
    }

    private StreamingChatModel streaming(StreamingChatModel upstream, AlignmentOptions options) {
        return AlignedStreamingChatModel.builder(upstream, watching)
                .options(options)
                .executor(tasks)
                .build();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
