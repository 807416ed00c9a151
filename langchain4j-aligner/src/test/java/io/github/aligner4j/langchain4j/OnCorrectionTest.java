// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OnCorrectionTest {

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Correction> corrections = new CopyOnWriteArrayList<>();

    private void record(CorrectionRequest request, Correction correction) {
        requests.add(request);
        corrections.add(correction);
    }

    @Test
    void the_listener_gets_the_question_both_texts_and_what_each_layer_did() {
        AlignerStack stack =
                AlignerStack.builder("chain").layer("civility", civil).build();
        ChatModel model = AlignedChatModel.builder(new ScriptedChatModel("you idiot", "fine"), stack)
                .onCorrection(this::record)
                .build();

        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(
                        AlignmentParameters.builder().attribute("user", "42").build())
                .build());
        model.chat("and now?");

        assertThat(requests).extracting(CorrectionRequest::question).containsExactly("hi", "and now?");
        assertThat(requests.get(0).attributes()).containsEntry("user", "42");
        assertThat(corrections).extracting(Correction::original).containsExactly("you idiot", "fine");
        assertThat(corrections).extracting(Correction::answer).containsExactly("you friend", "fine");
        assertThat(corrections)
                .allSatisfy(correction -> assertThat(correction.layers())
                        .singleElement()
                        .satisfies(layer -> assertThat(layer.name()).isEqualTo("civility")));
    }

    @Test
    void layers_of_an_answer_behind_thinking_are_reported_too() {
        AlignedChatModel.builder(
                        new ScriptedChatModel("<think>Rude?</think>you idiot"), AlignerStack.of("civility", civil))
                .onCorrection(this::record)
                .build()
                .chat("hi");

        assertThat(corrections).singleElement().satisfies(correction -> {
            assertThat(correction.answer()).isEqualTo("<think>Rude?</think>you friend");
            assertThat(correction.layers()).hasSize(1);
        });
    }

    @Test
    void a_streams_listener_is_called_once_before_the_stream_completes() {
        List<String> order = new CopyOnWriteArrayList<>();
        RecordingHandler handler = new RecordingHandler() {
            @Override
            void react(String event, StreamingHandle handle) {
                order.add(event);
            }
        };

        AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel("you ", "idiot"), civil)
                .onCorrection((request, correction) -> order.add("correction of " + correction.original()))
                .build()
                .chat("hi", handler);
        handler.await();

        assertThat(order).containsExactly("text", "text", "correction of you idiot", "complete");
    }

    @Test
    void answers_that_pass_and_failed_corrections_are_not_reported() {
        ChatModel passing = AlignedChatModel.builder(new ScriptedChatModel(" ", "{\"points\": 3}", "42"), civil)
                .onCorrection(this::record)
                .build();
        ChatModel failing = AlignedChatModel.builder(new ScriptedChatModel("you idiot"), (request, context) -> {
                    throw new AlignerException("broken");
                })
                .onCorrection(this::record)
                .build();

        passing.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder().skip(true).build())
                .build());
        passing.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .responseFormat(dev.langchain4j.model.chat.request.ResponseFormat.JSON)
                .build());
        passing.chat("a number");

        assertThatThrownBy(() -> failing.chat("hi")).isInstanceOf(AlignerException.class);
        assertThat(corrections).isEmpty();
    }

    @Test
    void whatever_the_listener_throws_the_call_goes_on() {
        for (RuntimeException failure : List.of(new IllegalStateException("you idiot"), new RuntimeException())) {
            assertThat(AlignedChatModel.builder(new ScriptedChatModel("you idiot"), civil)
                            .onCorrection((request, correction) -> {
                                throw failure;
                            })
                            .build()
                            .chat("hi"))
                    .isEqualTo("you friend");
        }
        RecordingHandler handler = new RecordingHandler();
        AlignedStreamingChatModel.builder(new ScriptedStreamingChatModel("you idiot"), civil)
                .onCorrection((request, correction) -> {
                    throw new AssertionError("you idiot");
                })
                .build()
                .chat("hi", handler);

        assertThat(handler.await().aiMessage()).isEqualTo(AiMessage.from("you friend"));
        assertThat(handler.errors).isEmpty();
    }

    @Test
    void aligning_again_with_another_listener_is_refused_since_it_would_be_lost() {
        BiConsumer<CorrectionRequest, Correction> listener = this::record;
        AlignedChatModel once = AlignedChatModel.builder(new ScriptedChatModel("x"), civil)
                .onCorrection(listener)
                .build();

        assertThat(AlignedChatModel.builder(once, civil).onCorrection(listener).build())
                .isSameAs(once);
        assertThatThrownBy(() -> AlignedChatModel.wrap(once, civil))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model is already aligned by this Aligner with another onCorrection listener; unwrap it"
                        + " first, or set the listener where it is aligned first");
    }
}
