package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.Thinking;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Text streams corrected sentence by sentence, while the upstream model writes the next ones. */
@Timeout(60)
class StreamBySentenceTest {

    private static final AlignmentOptions BY_SENTENCE =
            AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE);
    private static final String FIRST = "This is the first sentence. ";
    private static final String SECOND = "Here comes the second one. ";
    private static final String ALL = FIRST + SECOND;
    private static final String REFUSAL = "I can't answer that.";
    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    private final StreamTasks tasks = new StreamTasks();
    private final CountDownLatch firstReceived = new CountDownLatch(1);
    private final RecordingHandler handler = new RecordingHandler() {
        @Override
        void react(String event, StreamingHandle handle) {
            if (event.equals("text")) {
                firstReceived.countDown();
            }
        }
    };

    @Test
    void the_first_sentence_is_sent_while_the_upstream_model_writes_the_second() throws Exception {
        chat((events, handle) -> {
            text(events, handle, "This is the fir", "st sentence. Here");
            awaitFirst();
            text(events, handle, " comes the second one. ");
            events.onCompleteResponse(ScriptedChatModel.response(ALL));
        });

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void a_sentence_that_is_being_corrected_at_the_end_does_not_wait_for_the_next_one() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch completed = new CountDownLatch(1);
        Aligner slow = new Cipher() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains("first")) {
                    begun.countDown();
                    await(completed);
                } else {
                    await(firstReceived);
                }
                return super.correct(request, context);
            }
        };

        chat(
                (events, handle) -> {
                    text(events, handle, FIRST, "Here");
                    await(begun);
                    text(events, handle, " comes the second one. ");
                    events.onCompleteResponse(ScriptedChatModel.response(ALL));
                    completed.countDown();
                },
                BY_SENTENCE,
                slow,
                request());

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.threads).hasSize(1);
    }

    @Test
    void metadata_and_tool_calls_stay_and_text_around_a_tool_call_is_corrected() throws Exception {
        chat((events, handle) -> {
            text(events, handle, FIRST, "Here");
            awaitFirst();
            events.onCompleteToolCall(new CompleteToolCall(0, CALL));
            text(events, handle, " comes the second one. ");
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from(ALL, List.of(CALL)))
                    .id("x")
                    .tokenUsage(new TokenUsage(1, 2))
                    .build());
        });

        ChatResponse response = handler.await();
        assertThat(response.aiMessage()).isEqualTo(AiMessage.from(Cipher.correct(ALL), List.of(CALL)));
        assertThat(response.metadata().id()).isEqualTo("x");
        assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(1, 2));
        assertThat(handler.text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.events).containsSubsequence("text", "tool look", "text", "complete");
    }

    @Test
    void text_that_the_response_does_not_repeat_is_corrected() throws Exception {
        chat((events, handle) -> {
            text(events, handle, FIRST, SECOND);
            events.onCompleteToolCall(new CompleteToolCall(0, CALL));
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from(List.of(CALL)))
                    .build());
        });

        assertThat(handler.await().aiMessage()).isEqualTo(AiMessage.from(List.of(CALL)));
        assertThat(handler.text()).isEqualTo(Cipher.correct(ALL));
    }

    @Test
    void text_that_a_tool_call_would_drop_is_held_where_tools_are_offered() throws Exception {
        ChatRequest tools = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .toolSpecifications(ToolSpecification.builder().name("look").build())
                .build();
        Script calling = (events, handle) -> {
            text(events, handle, FIRST, SECOND);
            events.onCompleteToolCall(new CompleteToolCall(0, CALL));
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from(ALL, List.of(CALL)))
                    .build());
        };

        chat(calling, BY_SENTENCE.withToolCallText(ToolCallTextPolicy.DROP), new Cipher(), tools);

        assertThat(handler.await().aiMessage()).isEqualTo(AiMessage.from(List.of(CALL)));
        assertThat(handler.texts).isEmpty();
    }

    @Test
    void text_that_is_dropped_after_a_sentence_was_sent_is_that_sentence() throws Exception {
        chat(
                (events, handle) -> {
                    text(events, handle, FIRST, "Here comes");
                    awaitFirst();
                    events.onCompleteToolCall(new CompleteToolCall(0, CALL));
                    events.onCompleteResponse(ChatResponse.builder()
                            .aiMessage(AiMessage.from(ALL, List.of(CALL)))
                            .build());
                },
                BY_SENTENCE.withToolCallText(ToolCallTextPolicy.DROP));

        String sent = handler.await().aiMessage().text();
        assertThat(sent.strip()).isEqualTo(Cipher.correct(FIRST.strip()));
        assertThat(handler.text()).isEqualTo(sent);
    }

    @Test
    void text_that_would_pass_is_corrected_once_a_sentence_was_sent() throws Exception {
        chat(
                (events, handle) -> {
                    text(events, handle, FIRST, "Here");
                    awaitFirst();
                    events.onCompleteToolCall(new CompleteToolCall(0, CALL));
                    text(events, handle, " comes the second one. ");
                    events.onCompleteResponse(ChatResponse.builder()
                            .aiMessage(AiMessage.from(ALL, List.of(CALL)))
                            .build());
                },
                BY_SENTENCE.withToolCallText(ToolCallTextPolicy.PASS));

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.text()).isEqualTo(Cipher.correct(ALL));
    }

    @Test
    void thinking_streams_or_is_dropped() throws Exception {
        Script thoughtful = (events, handle) -> {
            ScriptedStreamingChatModel.thinking(events, handle, "hm");
            text(events, handle, "<thi", "nk>123</thi", "nk>", FIRST, SECOND);
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.builder()
                            .text("<think>123</think>" + ALL)
                            .thinking("hm")
                            .build())
                    .build());
        };

        chat(thoughtful);
        assertThat(handler.await().aiMessage().text()).isEqualTo("<think>123</think>" + Cipher.correct(ALL));
        assertThat(handler.text()).isEqualTo("<think>123</think>" + Cipher.correct(ALL));
        assertThat(handler.events).startsWith("thinking hm");

        RecordingHandler thoughtless = new RecordingHandler();
        model(thoughtful, BY_SENTENCE.withThinking(Thinking.DROP), new Cipher()).chat("hi", thoughtless);
        assertThat(thoughtless.await().aiMessage()).isEqualTo(AiMessage.from(Cipher.correct(ALL)));
        assertThat(thoughtless.text()).isEqualTo(Cipher.correct(ALL));
        assertThat(thoughtless.events).noneMatch(event -> event.startsWith("thinking"));
    }

    @Test
    void raw_events_that_can_quote_the_text_are_held_back() throws Exception {
        chat((events, handle) -> {
            events.onUnmappedRawEvent("searching");
            text(events, handle, FIRST, "Here");
            awaitFirst();
            events.onUnmappedRawEvent(FIRST);
            text(events, handle, " comes the second one. ");
            events.onCompleteResponse(ScriptedChatModel.response(ALL));
        });

        handler.await();
        assertThat(handler.events).filteredOn(event -> event.startsWith("raw")).containsExactly("raw searching");
    }

    @Test
    void what_a_filter_takes_back_before_a_sentence_has_ended_is_never_sent() throws Exception {
        chat((events, handle) -> {
            text(events, handle, "This is");
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.builder().build())
                    .finishReason(FinishReason.CONTENT_FILTER)
                    .build());
        });

        assertThat(handler.await().aiMessage().text()).isNull();
        assertThat(handler.texts).isEmpty();
    }

    @Test
    void a_failed_upstream_stream_ends_with_its_error_after_what_was_sent() throws Exception {
        IllegalStateException cut = new IllegalStateException("cut");
        chat((events, handle) -> {
            text(events, handle, FIRST, "Here");
            awaitFirst();
            events.onError(cut);
        });

        assertThat(handler.awaitError()).isSameAs(cut);
        assertThat(handler.text().strip()).isEqualTo(Cipher.correct(FIRST.strip()));
        assertThat(handler.errors).hasSize(1);
    }

    @Test
    void a_sentence_that_fails_ends_an_endless_stream_with_an_error_and_cancels_it() throws Exception {
        ScriptedStreamingChatModel upstream = chat(
                (events, handle) -> {
                    text(events, handle, FIRST, "Here");
                    awaitFirst();
                    text(events, handle, " comes the second one. And");
                    writeUntilCancelled(events, handle);
                },
                BY_SENTENCE,
                stack(FailurePolicy.failClosed()),
                request());

        assertThat(handler.awaitError()).isInstanceOf(AlignerException.class);
        assertThat(handler.text().strip()).isEqualTo(Cipher.correct(FIRST.strip()));
        assertThat(handler.errors).hasSize(1);
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
    }

    @Test
    void a_sentence_that_is_refused_completes_an_endless_stream_with_the_refusal_and_cancels_it() throws Exception {
        List<Correction> corrections = new CopyOnWriteArrayList<>();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            text(events, handle, FIRST, "Here");
            awaitFirst();
            text(events, handle, " comes the second one. And");
            writeUntilCancelled(events, handle);
        });
        AlignedStreamingChatModel.builder(upstream, stack(FailurePolicy.refuse(REFUSAL)))
                .options(BY_SENTENCE)
                .onCorrection((request, correction) -> corrections.add(correction))
                .build()
                .chat("hi", handler);
        upstream.threads.get(0).join();

        ChatResponse response = handler.await();
        assertThat(response.aiMessage().text())
                .startsWith(Cipher.correct(FIRST.strip()))
                .endsWith(REFUSAL);
        assertThat(response.finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
        assertThat(handler.text()).isEqualTo(response.aiMessage().text());
        assertThat(handler.errors).isEmpty();
        assertThat(upstream.handles.get(0).isCancelled()).isTrue();
        assertThat(corrections).extracting(Correction::answer).containsExactly(handler.text());
    }

    @Test
    void cancelling_by_the_handle_of_a_sentence_cancels_the_upstream_model_and_is_the_last_event() throws Exception {
        RecordingHandler cancelling = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                handle.cancel();
            }
        };
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            text(events, handle, FIRST, SECOND, "And");
            writeUntilCancelled(events, handle);
            events.onCompleteResponse(ScriptedChatModel.response(ALL));
        });

        AlignedStreamingChatModel.builder(upstream, new Cipher())
                .options(BY_SENTENCE)
                .executor(tasks)
                .build()
                .chat("hi", cancelling);
        upstream.threads.get(0).join();
        tasks.join();

        assertThat(cancelling.events).containsExactly("text");
    }

    @Test
    void a_handler_that_throws_is_told_and_the_stream_goes_on() throws Exception {
        IllegalStateException broken = new IllegalStateException("broken");
        RecordingHandler throwing = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                if (event.equals("text")) {
                    throw broken;
                }
            }
        };
        model(
                        (events, handle) -> {
                            text(events, handle, FIRST, SECOND);
                            events.onCompleteResponse(ScriptedChatModel.response(ALL));
                        },
                        BY_SENTENCE,
                        new Cipher())
                .chat("hi", throwing);

        assertThat(throwing.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(throwing.errors).isNotEmpty().allMatch(error -> error == broken);
        assertThat(throwing.events).endsWith("complete");
    }

    @Test
    void a_requested_format_is_held_until_it_is_complete() throws Exception {
        ChatRequest json = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .responseFormat(ResponseFormat.JSON)
                .build();

        chat(ScriptedStreamingChatModel.answers(FIRST, SECOND), BY_SENTENCE, new Cipher(), json);

        assertThat(handler.await().aiMessage().text()).isEqualTo(ALL);
    }

    @Test
    void an_aligner_that_reads_whole_answers_is_refused_when_the_model_is_built() {
        Aligner whole = (request, context) -> Correction.of(request.answer(), request.answer());
        AlignedModelBuilder<AlignedStreamingChatModel> builder = AlignedStreamingChatModel.builder(
                        new ScriptedStreamingChatModel("x"), whole)
                .options(BY_SENTENCE);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("streaming sentence by sentence needs an Aligner that supports windows");
        assertThat(AlignedChatModel.builder(new ScriptedChatModel("x"), whole)
                        .options(BY_SENTENCE)
                        .build()
                        .chat("hi"))
                .isEqualTo("x");
    }

    @Test
    void a_chosen_chain_that_reads_whole_answers_gets_the_whole_answer() throws Exception {
        List<String> read = new CopyOnWriteArrayList<>();
        Aligner whole = (request, context) -> {
            read.add(request.answer());
            return Correction.of(request.answer(), Cipher.correct(request.answer()));
        };
        ChatRequest chosen = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder().chain("whole").build())
                .build();

        AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel(FIRST, SECOND), new Cipher())
                .options(BY_SENTENCE)
                .chains(Map.of("whole", whole))
                .build()
                .chat(chosen, handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(read).containsExactly(ALL);
    }

    /** Returns a stack that fails with the second sentence. */
    private static AlignerStack stack(FailurePolicy policy) {
        Aligner picky = new Cipher() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext context) {
                if (request.answer().contains("second")) {
                    throw new AlignerException("it is the second");
                }
                return super.correct(request, context);
            }
        };
        return AlignerStack.builder("test")
                .layer(Layer.of("picky", picky).withFailurePolicy(policy))
                .build();
    }

    private ScriptedStreamingChatModel chat(Script script) throws InterruptedException {
        return chat(script, BY_SENTENCE);
    }

    private ScriptedStreamingChatModel chat(Script script, AlignmentOptions options) throws InterruptedException {
        return chat(script, options, new Cipher(), request());
    }

    private ScriptedStreamingChatModel chat(
            Script script, AlignmentOptions options, Aligner aligner, ChatRequest request) throws InterruptedException {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(script);
        AlignedStreamingChatModel.builder(upstream, aligner)
                .options(options)
                .executor(tasks)
                .build()
                .chat(request, handler);
        upstream.threads.get(0).join();
        return upstream;
    }

    private static AlignedStreamingChatModel model(Script script, AlignmentOptions options, Aligner aligner) {
        return AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel(script), aligner)
                .options(options)
                .build();
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("hi")).build();
    }

    /** Goes on for as long as nobody cancels, or until the test has failed. */
    private static void writeUntilCancelled(
            StreamingChatResponseHandler events, ScriptedStreamingChatModel.Handle handle) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!handle.isCancelled() && System.nanoTime() < deadline) {
            text(events, handle, " and");
            Thread.onSpinWait();
        }
    }

    private void awaitFirst() {
        await(firstReceived);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was sent in time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
