// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Text streams corrected sentence by sentence, while the upstream model writes the next ones. */
class StreamBySentenceTest extends SentenceFixture {

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

        chat(completesDuring(begun, completed), BY_SENTENCE, slow(begun, completed), request());

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(handler.threads).hasSize(1);
    }

    @Test
    void a_sentence_that_was_corrected_before_the_stream_has_a_thread_does_not_wait_for_the_next_one() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch completed = new CountDownLatch(1);
        CountDownLatch corrected = new CountDownLatch(1);
        List<Runnable> submitted = new CopyOnWriteArrayList<>();
        Executor lateStream = task -> {
            submitted.add(task);
            if (submitted.size() == 1) {
                tasks.execute(() -> {
                    task.run();
                    corrected.countDown();
                });
            } else if (submitted.size() == 2) {
                tasks.execute(() -> {
                    await(corrected);
                    task.run();
                });
            }
        };

        AlignedStreamingChatModel.builder(
                        new ScriptedStreamingChatModel(completesDuring(begun, completed)), slow(begun, completed))
                .options(BY_SENTENCE)
                .executor(lateStream)
                .build()
                .chat(request(), handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct(ALL));
        assertThat(submitted)
                .as("the second sentence's task, which never began")
                .hasSize(3);
        submitted.get(2).run();
        assertThat(handler.text()).isEqualTo(Cipher.correct(ALL));
    }

    /** Returns a script that completes the response while the first sentence is corrected. */
    private static Script completesDuring(CountDownLatch begun, CountDownLatch completed) {
        return (events, handle) -> {
            text(events, handle, FIRST + "Here");
            await(begun);
            text(events, handle, " comes the second one. ");
            events.onCompleteResponse(ScriptedChatModel.response(ALL));
            completed.countDown();
        };
    }

    /** Returns an Aligner that corrects the first sentence once the response is complete, and the second once the first is received. */
    private Aligner slow(CountDownLatch begun, CountDownLatch completed) {
        return new Cipher() {
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
        model(thoughtful, BY_SENTENCE.withThinking(ThinkingPolicy.DROP), new Cipher())
                .chat("hi", thoughtless);
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
}
