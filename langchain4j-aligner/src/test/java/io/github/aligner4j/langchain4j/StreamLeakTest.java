// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.langchain4j.AlignmentOptions.RawEvents;
import io.github.aligner4j.langchain4j.ScriptedStreamingChatModel.Script;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever upstream sends, and in whatever order, no word of it reaches the user that the Aligner has not read. */
class StreamLeakTest {

    private static final ToolExecutionRequest CALL =
            ToolExecutionRequest.builder().id("1").name("LOOK").arguments("{}").build();

    /** Upstream whispers; what was corrected is loud. */
    private static final Aligner LOUD = (request, context) ->
            Correction.of(request.answer(), request.answer().toUpperCase(Locale.ROOT));

    private final RecordingHandler handler = new RecordingHandler();

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n", "{\"1\":\"whisper\"}", "quite another whisper"})
    void held_pieces_are_corrected_or_unsaid_whatever_the_final_text(@Nullable String text) throws Exception {
        for (List<ToolExecutionRequest> calls : List.of(List.<ToolExecutionRequest>of(), List.of(CALL))) {
            RecordingHandler each = new RecordingHandler();
            chat(
                    (events, handle) -> {
                        ScriptedStreamingChatModel.text(events, handle, "a whis", "per");
                        calls.forEach(call -> events.onCompleteToolCall(new CompleteToolCall(0, call)));
                        events.onCompleteResponse(response(text, calls, FinishReason.STOP));
                    },
                    AlignmentOptions.DEFAULT,
                    each);

            String expected = text == null || text.isBlank() ? null : text.toUpperCase(Locale.ROOT);
            assertThat(each.text()).isEqualTo(expected == null ? "A WHISPER" : expected);
            assertThat(each.await().aiMessage().text()).isEqualTo(expected == null ? text : expected);
        }
    }

    @Test
    void what_a_filter_took_back_stays_unsaid() throws Exception {
        chat(
                (events, handle) -> {
                    ScriptedStreamingChatModel.text(events, handle, "a whisper");
                    events.onCompleteResponse(response(null, List.of(), FinishReason.CONTENT_FILTER));
                },
                AlignmentOptions.DEFAULT,
                handler);

        assertThat(handler.await().aiMessage().text()).isNull();
        assertThat(handler.texts).isEmpty();
    }

    @Test
    void text_beside_a_tool_call_is_dropped_although_a_filter_ended_the_answer() throws Exception {
        chat(
                (events, handle) -> {
                    ScriptedStreamingChatModel.text(events, handle, "a whisper");
                    events.onCompleteToolCall(new CompleteToolCall(0, CALL));
                    events.onCompleteResponse(response("a whisper", List.of(CALL), FinishReason.CONTENT_FILTER));
                },
                AlignmentOptions.DEFAULT.withToolCallText(ToolCallTextPolicy.DROP),
                handler);

        assertThat(handler.await().aiMessage().text()).isNull();
        assertThat(handler.texts).isEmpty();
    }

    @Test
    void a_final_text_without_pieces_is_heard_corrected() throws Exception {
        chat(
                (events, handle) -> events.onCompleteResponse(ScriptedChatModel.response("a whisper")),
                AlignmentOptions.DEFAULT,
                handler);

        assertThat(handler.text()).isEqualTo("A WHISPER");
    }

    @ParameterizedTest
    @EnumSource(RawEvents.class)
    void a_raw_event_that_can_quote_the_text_passes_only_on_demand(RawEvents policy) throws Exception {
        chat(
                (events, handle) -> {
                    events.onUnmappedRawEvent("SEARCHING");
                    ScriptedStreamingChatModel.text(events, handle, "a whisper");
                    events.onUnmappedRawEvent("{\"text\":\"a whisper\"}");
                    events.onCompleteResponse(ScriptedChatModel.response("a whisper"));
                },
                AlignmentOptions.DEFAULT.withRawEvents(policy),
                handler);

        assertThat(handler.events).contains("raw SEARCHING");
        assertThat(handler.events.contains("raw {\"text\":\"a whisper\"}")).isEqualTo(policy == RawEvents.PASS);
    }

    @Test
    void a_raw_event_that_can_quote_dropped_thinking_is_held_back() throws Exception {
        chat(
                (events, handle) -> {
                    events.onPartialThinking(new PartialThinking("hm"));
                    events.onUnmappedRawEvent("hm");
                    events.onCompleteResponse(ScriptedChatModel.response("a whisper"));
                },
                AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP),
                handler);

        assertThat(handler.events).doesNotContain("raw hm");
    }

    @Property(tries = 500)
    void nothing_uncorrected_is_heard_and_there_is_one_end(
            @ForAll("scripts") List<Step> steps, @ForAll("options") AlignmentOptions options) throws Exception {
        RecordingHandler each = new RecordingHandler();
        chat(
                (events, handle) -> {
                    steps.forEach(step -> step.accept(events, handle));
                    events.onCompleteResponse(response("at last", List.of(), FinishReason.STOP));
                },
                options,
                each);

        assertThat(each.response.isDone() ? 1 : 0).isEqualTo(1 - each.errors.size());
        assertLoud(each.text());
        assertThat(each.events).noneMatch(event -> event.startsWith("raw") && event.contains("whisper"));
        if (each.errors.isEmpty()) {
            String text = each.await().aiMessage().text();
            assertLoud(text == null ? "" : text);
            assertThat(text == null || text.isBlank() || each.text().equals(text))
                    .isTrue();
        }
    }

    private static void assertLoud(String text) {
        String answer = text.replace("<think>hm</think>", "").replaceAll("</?think>", "");
        assertThat(answer).isEqualTo(answer.toUpperCase(Locale.ROOT));
    }

    @Provide
    Arbitrary<AlignmentOptions> options() {
        return Combinators.combine(
                        Arbitraries.of(ToolCallTextPolicy.ALIGN, ToolCallTextPolicy.DROP),
                        Arbitraries.of(ThinkingPolicy.class))
                .as((text, thinking) ->
                        AlignmentOptions.DEFAULT.withToolCallText(text).withThinking(thinking));
    }

    @Provide
    Arbitrary<List<Step>> scripts() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a whis", "per", " ", "\n", "", "{\"1\":\"", "\"}", "[", "```\n", "<think>hm</think>", "</think>", "<");
        Arbitrary<Step> text = pieces.filter(piece -> !piece.isEmpty())
                .map(piece -> step(
                        "text " + piece, (events, handle) -> ScriptedStreamingChatModel.text(events, handle, piece)));
        Arbitrary<Step> oldText =
                pieces.map(piece -> step("old " + piece, (events, handle) -> events.onPartialResponse(piece)));
        Arbitrary<Step> complete = Combinators.combine(
                        pieces.list().ofMaxSize(4).injectNull(0.3),
                        Arbitraries.of(List.<ToolExecutionRequest>of(), List.of(CALL)))
                .as((texts, calls) -> step(
                        "complete " + texts,
                        (events, handle) -> events.onCompleteResponse(
                                response(texts == null ? null : String.join("", texts), calls, FinishReason.STOP))));
        return Arbitraries.frequencyOf(
                        Tuple.of(8, text),
                        Tuple.of(2, oldText),
                        Tuple.of(1, complete),
                        Tuple.of(
                                2,
                                Arbitraries.of(
                                        step(
                                                "think",
                                                (events, handle) ->
                                                        ScriptedStreamingChatModel.thinking(events, handle, "hm")),
                                        step(
                                                "call",
                                                (events, handle) ->
                                                        events.onCompleteToolCall(new CompleteToolCall(0, CALL))))),
                        Tuple.of(
                                1,
                                Arbitraries.of(step(
                                        "error",
                                        (events, handle) -> events.onError(new IllegalStateException("cut"))))))
                .list()
                .ofMaxSize(10);
    }

    /** What upstream does next. */
    record Step(String name, Script script) {

        void accept(StreamingChatResponseHandler events, ScriptedStreamingChatModel.Handle handle) {
            script.accept(events, handle);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Step step(String name, Script script) {
        return new Step(name, script);
    }

    private static ChatResponse response(
            @Nullable String text, List<ToolExecutionRequest> calls, FinishReason finishReason) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text(text)
                        .toolExecutionRequests(calls)
                        .build())
                .finishReason(finishReason)
                .build();
    }

    private static void chat(Script script, AlignmentOptions options, RecordingHandler handler) throws Exception {
        StreamTasks tasks = new StreamTasks();
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel(script);
        AlignedStreamingChatModel.builder(upstream, LOUD)
                .options(options)
                .executor(tasks)
                .build()
                .chat("hi", handler);
        upstream.threads.get(0).join();
        tasks.join();
    }
}
