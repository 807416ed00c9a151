// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlignedChatModelTest {

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final List<String> calls = new ArrayList<>();
    private final ChatModelListener listener = new ChatModelListener() {
        @Override
        public void onRequest(ChatModelRequestContext context) {
            calls.add("request " + context.attributes().get("trace"));
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            calls.add("response " + context.chatResponse().aiMessage().text());
        }
    };

    @Test
    void the_answer_is_corrected_whichever_way_the_model_is_asked() {
        ChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil);
        ChatRequest request = request("hi");

        assertThat(model.chat("hi")).isEqualTo("you friend");
        assertThat(model.chat(UserMessage.from("hi")).aiMessage().text()).isEqualTo("you friend");
        assertThat(model.chat(List.of(UserMessage.from("hi"))).aiMessage().text())
                .isEqualTo("you friend");
        assertThat(model.chat(request).aiMessage().text()).isEqualTo("you friend");
        assertThat(model.chat(request, ChatRequestOptions.EMPTY).aiMessage().text())
                .isEqualTo("you friend");
        assertThat(model.doChat(request).aiMessage().text()).isEqualTo("you friend");
        assertThat(civil.requests()).hasSize(6);
    }

    /** Must-do 1: OpenAI's model casts the parameters it is given and dies of others. */
    @Test
    void the_upstream_model_gets_parameters_of_its_own_kind() {
        ScriptedChatModel upstream = new ScriptedChatModel("fine");
        upstream.defaults = new OwnParameters();

        AlignedChatModel.wrap(upstream, civil).chat("hi");

        assertThat(upstream.requests.get(0).parameters()).isInstanceOf(OwnParameters.class);
    }

    /** Must-dos 2 and 3: without them AiServices silently falls back from JSON schema to prompt text. */
    @Test
    void capabilities_provider_and_listeners_are_the_upstream_models() {
        ScriptedChatModel upstream = new ScriptedChatModel("fine");
        upstream.listeners.add(listener);
        AlignedChatModel model = AlignedChatModel.wrap(upstream, civil);

        assertThat(model.supportedCapabilities()).containsExactly(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
        assertThat(model.provider()).isEqualTo(ModelProvider.MISTRAL_AI);
        assertThat(model.listeners()).containsExactly(listener);
        assertThat(model.defaultRequestParameters()).isSameAs(upstream.defaults);
    }

    /** Must-dos 4 and 5: options must get through, and listeners must hear one request, not two. */
    @Test
    void listeners_fire_once_with_the_calls_attributes_and_hear_the_corrected_answer() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        upstream.listeners.add(listener);

        AlignedChatModel.wrap(upstream, civil).chat(request("hi"), traced("42"));

        assertThat(calls).containsExactly("request 42", "response you friend");
    }

    /** Must-do 5: a decorator that overrides chat has no doChat to sit on. */
    @Test
    void an_upstream_model_that_overrides_chat_keeps_its_chat_its_listeners_and_its_defaults() {
        ScriptedChatModel innermost = new ScriptedChatModel("you idiot");
        innermost.listeners.add(listener);
        ChatModel decorator = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
                calls.add("decorator");
                return innermost.chat(request, options);
            }

            @Override
            public List<ChatModelListener> listeners() {
                return innermost.listeners();
            }
        };
        ChatModel model = AlignedChatModel.wrap(decorator, civil);

        assertThat(model.chat(request("hi"), traced("7")).aiMessage().text()).isEqualTo("you friend");
        assertThat(model.chat(request("hi")).aiMessage().text()).isEqualTo("you friend");
        assertThat(calls)
                .containsExactly(
                        "decorator",
                        "request 7",
                        "response you idiot",
                        "decorator",
                        "request null",
                        "response you idiot");
    }

    @Test
    void an_upstream_model_that_knows_no_options_is_asked_without() {
        ChatModel simple = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request) {
                return ScriptedChatModel.response("you idiot");
            }
        };
        ChatModel model = AlignedChatModel.wrap(simple, civil);

        assertThat(model.chat(request("hi"), traced("7")).aiMessage().text()).isEqualTo("you friend");
        assertThat(model.doChat(request("hi")).aiMessage().text()).isEqualTo("you friend");
        assertThat(civil.requests()).hasSize(2);
    }

    @Test
    void an_upstream_model_that_overrides_chat_and_do_chat_is_not_cut_short() {
        ScriptedChatModel limited = new ScriptedChatModel("you idiot") {
            @Override
            public ChatResponse chat(ChatRequest request) {
                calls.add("limiter");
                return super.chat(request);
            }
        };

        assertThat(AlignedChatModel.wrap(limited, civil).chat("hi")).isEqualTo("you friend");
        assertThat(calls).containsExactly("limiter");
    }

    @Test
    void aligned_models_stack_and_their_listeners_still_hear_one_corrected_answer() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        upstream.listeners.add(listener);
        ChatModel twice = AlignedChatModel.wrap(
                AlignedChatModel.wrap(upstream, civil),
                (request, context) -> io.github.aligner4j.Correction.of(request.answer(), request.answer() + "!"));

        assertThat(twice.chat("hi")).isEqualTo("you friend!");
        assertThat(calls).containsExactly("request null", "response you friend!");
    }

    /** Must-do 8: providers subclass the metadata, and adding our tokens would count them twice across tool rounds. */
    @Test
    void metadata_is_the_very_object_that_upstream_made() {
        ChatResponseMetadata metadata = ChatResponseMetadata.builder()
                .id("id-1")
                .modelName("m")
                .finishReason(FinishReason.STOP)
                .tokenUsage(new TokenUsage(3, 4))
                .build();
        ChatResponse upstream = ChatResponse.builder()
                .aiMessage(AiMessage.from("you idiot"))
                .metadata(metadata)
                .build();

        ChatResponse response =
                AlignedChatModel.wrap(new ScriptedChatModel(upstream), civil).chat(request("hi"));

        assertThat(response.metadata()).isSameAs(metadata);
        assertThat(response.aiMessage().text()).isEqualTo("you friend");
    }

    /** Must-dos 8, 9, 10 and 16: AiMessage.from(text) would lose all of it; and we add nothing that memory would store. */
    @Test
    void thinking_and_attributes_stay_and_none_are_added() {
        AiMessage message = AiMessage.builder()
                .text("you idiot")
                .thinking("what an idiot")
                .attributes(Map.of("signature", "s"))
                .build();
        ChatModel model = AlignedChatModel.wrap(
                new ScriptedChatModel(ChatResponse.builder().aiMessage(message).build()), civil);

        assertThat(model.chat(request("hi")).aiMessage())
                .isEqualTo(message.toBuilder().text("you friend").build());
    }

    @Test
    void thinking_can_be_dropped() {
        AiMessage message =
                AiMessage.builder().text("fine").thinking("what an idiot").build();
        ChatModel model = AlignedChatModel.builder(
                        new ScriptedChatModel(
                                ChatResponse.builder().aiMessage(message).build()),
                        civil)
                .options(AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP))
                .build();

        assertThat(model.chat(request("hi")).aiMessage().thinking()).isNull();
    }

    @Test
    void an_answer_that_needs_no_correction_is_the_very_response_that_upstream_gave() {
        ChatResponse response = ScriptedChatModel.response("fine");

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel(response), civil).chat(request("hi")))
                .isSameAs(response);
    }

    /** Must-do 12: the stack decides, we neither hide nor soften a failure. */
    @Test
    void a_failed_correction_fails_the_call_unless_the_stack_says_otherwise() {
        Layer broken = Layer.of("broken", (request, context) -> {
            throw new ModelOverloadedException(8);
        });
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");

        assertThatThrownBy(() -> AlignedChatModel.wrap(upstream, stack(broken)).chat("hi"))
                .isInstanceOf(AlignerException.class)
                .hasMessageContaining("layer 'broken' (1 of 1)");
        assertThat(AlignedChatModel.wrap(upstream, stack(broken.withFailurePolicy(FailurePolicy.failOpen())))
                        .chat("hi"))
                .isEqualTo("you idiot");
        assertThat(AlignedChatModel.wrap(upstream, stack(broken.withFailurePolicy(FailurePolicy.refuse("No."))))
                        .chat("hi"))
                .isEqualTo("No.");
    }

    @Test
    void every_failure_of_an_aligner_is_an_aligner_exception_and_quotes_no_text() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");

        assertThatThrownBy(() -> AlignedChatModel.wrap(upstream, (request, context) -> {
                            throw new ModelOverloadedException(8);
                        })
                        .chat("hi"))
                .isInstanceOf(ModelOverloadedException.class)
                .hasMessage("queue is full (8 waiting); retry later or raise max-queued-requests");
        assertThatThrownBy(() -> AlignedChatModel.wrap(upstream, (request, context) -> {
                            throw new IllegalStateException("can't parse '" + request.answer() + "'");
                        })
                        .chat("hi"))
                .isInstanceOf(AlignerException.class)
                .hasMessage("the Aligner gave no correction: java.lang.IllegalStateException");
    }

    @Test
    void a_cancelled_correction_is_no_failure() {
        assertThatThrownBy(() -> AlignedChatModel.wrap(new ScriptedChatModel("x"), (request, context) -> {
                            throw new CorrectionCancelledException("interrupted");
                        })
                        .chat("hi"))
                .isInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void asynchronous_answers_are_corrected_too() {
        AlignedChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil);

        assertThat(RecordingHandler.get(model.doChatAsync(request("hi")))
                        .aiMessage()
                        .text())
                .isEqualTo("you friend");
        assertThat(RecordingHandler.get(model.chatAsync(request("hi"), ChatRequestOptions.EMPTY))
                        .aiMessage()
                        .text())
                .isEqualTo("you friend");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoever_waits_no_longer_for_an_asynchronous_answer_interrupts_its_correction(boolean late) throws Exception {
        CountDownLatch correcting = new CountDownLatch(1);
        CompletableFuture<String> outcome = new CompletableFuture<>();
        AlignedChatModel model = AlignedChatModel.wrap(new ScriptedChatModel("x"), (request, context) -> {
            try {
                correcting.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                outcome.complete("interrupted");
            }
            throw new CorrectionCancelledException("interrupted");
        });

        CompletableFuture<ChatResponse> future = model.doChatAsync(request("hi"));
        assertThat(correcting.await(20, TimeUnit.SECONDS)).isTrue();
        // as orTimeout does, or as cancel
        assertThat(late ? future.completeExceptionally(new TimeoutException()) : future.cancel(true))
                .isTrue();

        assertThat(RecordingHandler.get(outcome)).isEqualTo("interrupted");
    }

    @Test
    void a_failure_of_an_asynchronous_answer_is_in_its_future() {
        AlignedChatModel failing = AlignedChatModel.wrap(new ScriptedChatModel("x"), (request, context) -> {
            throw new AlignerException("no");
        });
        AlignedChatModel closed = AlignedChatModel.builder(new ScriptedChatModel("x"), civil)
                .executor(task -> {
                    throw new RejectedExecutionException("closed");
                })
                .build();

        assertThat(failing.doChatAsync(request("hi")))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(AlignerException.class);
        assertThat(closed.doChatAsync(request("hi")))
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableThat()
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    private static AlignerStack stack(Layer layer) {
        return AlignerStack.builder("test").layer(layer).build();
    }

    private static ChatRequest request(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }

    private static ChatRequestOptions traced(String id) {
        return ChatRequestOptions.builder()
                .listenerAttributes(Map.of("trace", id))
                .build();
    }

    /** A provider's own kind of parameters. */
    private static final class OwnParameters extends DefaultChatRequestParameters {

        OwnParameters() {
            super(DefaultChatRequestParameters.builder().temperature(0.3));
        }

        @Override
        public ChatRequestParameters overrideWith(ChatRequestParameters that) {
            return this;
        }
    }
}
