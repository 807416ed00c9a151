// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlignedStreamingChatModelTest {

    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("look").arguments("{}").build();

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final RecordingHandler handler = new RecordingHandler();
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private final ChatModelListener listener = new ChatModelListener() {
        @Override
        public void onRequest(ChatModelRequestContext context) {
            observed.add("request " + context.attributes().get("trace"));
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            observed.add("response " + context.chatResponse().aiMessage().text());
        }
    };

    /** Must-do 11: what leaves early can't be taken back. */
    @Test
    void no_partial_response_holds_uncorrected_text_and_together_they_are_the_final_text() {
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("Go ", "away", ", you id", "iot!  \n"), civil)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("Go away, you friend!  \n");
        assertThat(handler.texts).containsExactly("Go", " away,", " you", " friend!  \n");
        assertThat(handler.events).endsWith("complete").doesNotContain("error");
    }

    @Test
    void corrected_text_leaves_while_the_aligner_still_writes() {
        Aligner slow = new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                call.emit("Hel");
                observed.add(handler.text());
                call.emit("lo");
                return Correction.of(request.answer(), "Hello");
            }
        };

        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("x"), slow)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("Hello");
        assertThat(observed).containsExactly("Hel");
        assertThat(handler.texts).containsExactly("Hel", "lo");
    }

    @Test
    void an_aligner_that_ignores_listeners_still_has_its_text_streamed() {
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("x"), speaking("Good ", "Good day"))
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("Good day");
        assertThat(handler.text()).isEqualTo("Good day");
    }

    @Test
    void an_aligner_that_says_one_thing_and_returns_another_ends_the_stream_with_an_error() {
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("x"), speaking("Bad", "Good day"))
                .chat("hi", handler);

        assertThat(handler.awaitError())
                .hasMessage("the Aligner emitted 3 characters that do not begin the answer of 8 characters it"
                        + " returned; its correct(request, context) is broken");
        assertThat(handler.events).doesNotContain("complete");
    }

    private static Aligner speaking(String emitted, String returned) {
        return new Aligner() {
            @Override
            public Correction correct(CorrectionRequest request, CorrectionContext call) {
                call.emit(emitted);
                return Correction.of(request.answer(), returned);
            }
        };
    }

    /** Must-do 11: providers call the variants with a context, older ones those without. */
    @Test
    void callbacks_with_and_without_context_arrive_once_and_in_order() {
        PartialToolCall part = PartialToolCall.builder()
                .index(0)
                .name("look")
                .partialArguments("{")
                .build();
        StreamingChatModel upstream = new ScriptedStreamingChatModel((events, handle) -> {
            events.onPartialThinking(new PartialThinking("a"));
            ScriptedStreamingChatModel.thinking(events, handle, "b");
            events.onUnmappedRawEvent("c");
            events.onPartialResponse("text ");
            ScriptedStreamingChatModel.text(events, handle, "more");
            events.onPartialToolCall(part);
            events.onPartialToolCall(part, new PartialToolCallContext(handle));
            events.onCompleteToolCall(new CompleteToolCall(0, CALL));
            events.onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from("text more", List.of(CALL)))
                    .build());
        });

        AlignedStreamingChatModel.wrap(upstream, civil).chat("hi", handler);

        handler.await();
        assertThat(handler.events)
                .containsExactly(
                        "thinking a",
                        "thinking b",
                        "raw c",
                        "part of look",
                        "part of look",
                        "tool look",
                        "text",
                        "text",
                        "complete");
        assertThat(handler.text()).isEqualTo("text more");
    }

    /** Must-do 11: LangChain4j's own suite demands it (assertThreads). */
    @Test
    void all_callbacks_come_on_one_thread_that_is_neither_the_callers_nor_upstreams() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(ScriptedStreamingChatModel.answers(
                AiMessage.builder().text("you idiot").thinking("hm").build()));

        AlignedStreamingChatModel.wrap(upstream, civil).chat("hi", handler);

        handler.await();
        assertThat(handler.threads)
                .hasSize(1)
                .doesNotContain(Thread.currentThread())
                .doesNotContainAnyElementsOf(upstream.threads);
    }

    /** Must-do 12: half an answer is neither corrected nor emitted. */
    @Test
    void an_upstream_error_is_passed_on_and_the_half_answer_is_dropped() {
        IllegalStateException broken = new IllegalStateException("connection lost");
        AlignedStreamingChatModel.wrap(
                        new ScriptedStreamingChatModel((events, handle) -> {
                            ScriptedStreamingChatModel.text(events, handle, "you id");
                            events.onError(broken);
                            events.onCompleteResponse(ScriptedChatModel.response("too late"));
                        }),
                        civil)
                .chat("hi", handler);

        assertThat(handler.awaitError()).isSameAs(broken);
        assertThat(handler.events).containsExactly("error");
        assertThat(civil.requests()).isEmpty();
    }

    /** Must-dos 6 and 7. */
    @Test
    void an_answer_that_passes_streams_in_upstreams_own_pieces() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("{\"a\":", "\"an idi", "ot\"}");
        upstream.defaults = DefaultChatRequestParameters.builder()
                .responseFormat(ResponseFormat.JSON)
                .build();
        AlignedStreamingChatModel.wrap(upstream, civil).chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("{\"a\":\"an idiot\"}");
        assertThat(handler.texts).containsExactly("{\"a\":", "\"an idi", "ot\"}");
    }

    @Test
    void corrected_values_stream_as_one_json() {
        streaming(
                        new ScriptedStreamingChatModel("{\"a\":\"an idiot\"}"),
                        AlignmentOptions.DEFAULT.withStructuredOutput(StructuredOutputPolicy.VALUES))
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("{\"a\":\"an friend\"}");
        assertThat(handler.text()).isEqualTo("{\"a\":\"an friend\"}");
    }

    @Test
    void text_beside_a_tool_call_streams_before_it_is_dropped_or_follows_it_corrected() {
        assertThat(toolTurn(ToolCallTextPolicy.PASS)).isEqualTo("wait, idiot");
        assertThat(handler.events).containsExactly("text", "text", "tool look", "complete");

        assertThat(toolTurn(ToolCallTextPolicy.DROP)).isNull();
        assertThat(handler.events).containsExactly("tool look", "complete");

        assertThat(toolTurn(ToolCallTextPolicy.ALIGN)).isEqualTo("wait, friend");
        assertThat(handler.events).containsExactly("tool look", "text", "text", "complete");
        assertThat(handler.text()).isEqualTo("wait, friend");
    }

    private @Nullable String toolTurn(ToolCallTextPolicy policy) {
        handler.events.clear();
        handler.texts.clear();
        RecordingHandler fresh = new RecordingHandler();
        streaming(
                        new ScriptedStreamingChatModel(
                                ScriptedStreamingChatModel.answers(AiMessage.from("wait, idiot", List.of(CALL)))),
                        AlignmentOptions.DEFAULT.withToolCallText(policy))
                .chat("hi", fresh);
        AiMessage message = fresh.await().aiMessage();
        handler.events.addAll(fresh.events);
        handler.texts.addAll(fresh.texts);
        assertThat(message.toolExecutionRequests()).containsExactly(CALL);
        return message.text();
    }

    @Test
    void text_that_passed_beside_a_tool_call_is_not_told_again_if_upstream_forgets_the_call() {
        AlignedStreamingChatModel.wrap(
                        new ScriptedStreamingChatModel((events, handle) -> {
                            ScriptedStreamingChatModel.text(events, handle, "wait, ");
                            events.onCompleteToolCall(new CompleteToolCall(0, CALL));
                            ScriptedStreamingChatModel.text(events, handle, "idiot");
                            events.onCompleteResponse(ScriptedChatModel.response("wait, idiot"));
                        }),
                        civil)
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo(handler.text());
    }

    /** Must-do 9: partial thinking is live and can hold what the Aligner removes. */
    @Test
    void thinking_is_live_or_dropped() {
        AiMessage message =
                AiMessage.builder().text("fine").thinking("what an idiot").build();

        streaming(
                        new ScriptedStreamingChatModel(ScriptedStreamingChatModel.answers(message)),
                        AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP))
                .chat("hi", handler);

        assertThat(handler.await().aiMessage().thinking()).isNull();
        assertThat(handler.events).containsExactly("text", "complete");
    }

    /** Must-dos 1 to 5 for streams. */
    @Test
    void listeners_fire_once_and_hear_the_corrected_answer() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("you idiot");
        upstream.listeners.add(listener);
        StreamingChatModel model = AlignedStreamingChatModel.wrap(upstream, civil);

        model.chat(request(), traced(), handler);

        handler.await();
        assertThat(observed).containsExactly("request 42", "response you friend");
        assertThat(model.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(model.provider()).isEqualTo(ModelProvider.MISTRAL_AI);
        assertThat(model.listeners()).containsExactly(listener);
        assertThat(model.defaultRequestParameters()).isSameAs(upstream.defaults);
    }

    @Test
    void an_upstream_model_that_overrides_chat_keeps_its_chat_and_its_listeners() {
        ScriptedStreamingChatModel innermost = new ScriptedStreamingChatModel("you idiot");
        innermost.listeners.add(listener);
        StreamingChatModel decorator = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler events) {
                innermost.chat(request, options, events);
            }
        };

        AlignedStreamingChatModel.wrap(decorator, civil).chat(request(), traced(), handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("you friend");
        assertThat(observed).containsExactly("request 42", "response you idiot");
    }

    @Test
    void an_upstream_model_that_knows_no_options_is_asked_without() {
        StreamingChatModel simple = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, StreamingChatResponseHandler events) {
                events.onPartialResponse("you idiot");
                events.onCompleteResponse(ScriptedChatModel.response("you idiot"));
            }
        };

        AlignedStreamingChatModel.wrap(simple, civil).chat(request(), traced(), handler);
        RecordingHandler second = new RecordingHandler();
        AlignedStreamingChatModel.wrap(simple, civil).doChat(request(), second);
        RecordingHandler third = new RecordingHandler();
        AlignedStreamingChatModel.wrap(simple, civil).chat(request(), third);

        assertThat(handler.await().aiMessage().text()).isEqualTo("you friend");
        assertThat(second.await().aiMessage().text()).isEqualTo("you friend");
        assertThat(third.await().aiMessage().text()).isEqualTo("you friend");
    }

    @Test
    void aligned_models_stack() {
        StreamingChatModel twice = AlignedStreamingChatModel.wrap(
                AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you idiot"), civil),
                (request, context) -> Correction.of(request.answer(), request.answer() + "!"));

        twice.chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo("you friend!");
        assertThat(handler.text()).isEqualTo("you friend!");
    }

    private StreamingChatModel streaming(StreamingChatModel upstream, AlignmentOptions options) {
        return AlignedStreamingChatModel.builder(upstream, civil)
                .options(options)
                .build();
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("hi")).build();
    }

    private static ChatRequestOptions traced() {
        return ChatRequestOptions.builder()
                .listenerAttributes(Map.of("trace", "42"))
                .build();
    }
}
