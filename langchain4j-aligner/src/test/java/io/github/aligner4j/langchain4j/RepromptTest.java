// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerTrace.Outcome;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A layer that fails has the upstream model answer again. */
class RepromptTest {

    static final String MESSAGE = "Answer without insults.";
    private static final String REFUSAL = "I can't answer that.";

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    interface Assistant {
        String answer(String question);
    }

    /** Fails on insults, and is loud about everything else. */
    static ScriptedAligner picky() {
        return ScriptedAligner.correcting(request -> {
            if (request.answer().contains("idiot")) {
                throw new AlignerException("it is too rude");
            }
            return request.answer().toUpperCase(Locale.ROOT);
        });
    }

    static AlignerStack stack(ScriptedAligner aligner, int maxReprompts) {
        return AlignerStack.builder("test")
                .layer(Layer.of("picky", aligner)
                        .withFailurePolicy(
                                FailurePolicy.reprompt(MESSAGE, maxReprompts, FailurePolicy.refuse(REFUSAL))))
                .build();
    }

    private AlignedChatModel model(ScriptedChatModel upstream, int maxReprompts) {
        return AlignedChatModel.builder(upstream, stack(picky(), maxReprompts))
                .onCorrection(
                        (request, correction) -> correction.layers().forEach(layer -> outcomes.add(layer.outcome())))
                .build();
    }

    @Test
    void the_model_is_sent_the_conversation_its_answer_and_the_message() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "yes, friend");
        ChatRequest request = ChatRequest.builder()
                .messages(SystemMessage.from("Be kind."), UserMessage.from("Am I right?"))
                .temperature(0.5)
                .build();

        ChatResponse response = model(upstream, 1).chat(request);

        assertThat(response.aiMessage().text()).isEqualTo("YES, FRIEND");
        assertThat(upstream.requests).hasSize(2);
        assertThat(upstream.requests.get(1).messages())
                .containsExactly(
                        SystemMessage.from("Be kind."),
                        UserMessage.from("Am I right?"),
                        AiMessage.from("you idiot"),
                        UserMessage.from(MESSAGE));
        assertThat(upstream.requests.get(1).temperature()).isEqualTo(0.5);
        assertThat(outcomes).containsExactly(Outcome.REPROMPTED, Outcome.CORRECTED);
    }

    @Test
    void the_last_response_is_returned_with_the_usage_of_all() {
        ScriptedChatModel upstream = new ScriptedChatModel(
                response("you idiot", "a", new TokenUsage(1, 20)), response("yes", "b", new TokenUsage(300, 4000)));

        ChatResponse response = model(upstream, 1).chat(request());

        assertThat(response.metadata().id()).isEqualTo("b");
        assertThat(response.tokenUsage()).isEqualTo(new TokenUsage(301, 4020));
    }

    @Test
    void metadata_that_cannot_be_rebuilt_stay_as_they_are() {
        ChatResponseMetadata own =
                new OwnMetadata(ChatResponseMetadata.builder().tokenUsage(new TokenUsage(5, 5)));
        ScriptedChatModel upstream = new ScriptedChatModel(
                response("you idiot", "a", new TokenUsage(1, 2)),
                ChatResponse.builder()
                        .aiMessage(AiMessage.from("yes"))
                        .metadata(own)
                        .build());

        ChatResponse response = model(upstream, 1).chat(request());

        assertThat(response.aiMessage().text()).isEqualTo("YES");
        assertThat(response.metadata()).isSameAs(own);
    }

    @Test
    void a_second_reprompt_follows_the_second_answer() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "still an idiot", "yes");

        assertThat(model(upstream, 2).chat("hi")).isEqualTo("YES");
        assertThat(upstream.requests.get(2).messages())
                .containsExactly(UserMessage.from("hi"), AiMessage.from("still an idiot"), UserMessage.from(MESSAGE));
    }

    @Test
    void after_the_last_reprompt_the_policy_decides() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");

        assertThat(model(upstream, 2).chat("hi")).isEqualTo(REFUSAL);
        assertThat(upstream.requests).hasSize(3);
    }

    @Test
    void a_memory_holds_the_corrected_answer_only() {
        ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model(new ScriptedChatModel("you idiot", "yes"), 1))
                .chatMemory(memory)
                .build();

        assertThat(assistant.answer("hi")).isEqualTo("YES");
        assertThat(memory.messages()).containsExactly(UserMessage.from("hi"), AiMessage.from("YES"));
    }

    @Test
    void thinking_of_the_new_answer_is_not_part_of_the_text() {
        ChatResponse thoughtful = ChatResponse.builder()
                .aiMessage(AiMessage.builder()
                        .text("<think>what an idiot</think>yes")
                        .thinking("hm")
                        .build())
                .build();

        ChatResponse response = model(new ScriptedChatModel(ScriptedChatModel.response("you idiot"), thoughtful), 1)
                .chat(request());

        assertThat(response.aiMessage().text()).isEqualTo("YES");
        assertThat(response.aiMessage().thinking()).isEqualTo("hm");
    }

    @Test
    void an_answer_that_cannot_take_the_place_of_the_first_leaves_the_decision_to_the_policy() {
        ChatResponse calling = ChatResponse.builder()
                .aiMessage(AiMessage.from("wait", List.of(call())))
                .build();
        ChatResponse filtered = ChatResponse.builder()
                .aiMessage(AiMessage.from("ye"))
                .finishReason(FinishReason.CONTENT_FILTER)
                .build();
        ChatResponse textless =
                ChatResponse.builder().aiMessage(AiMessage.builder().build()).build();
        ChatResponse thinking = ScriptedChatModel.response("<think>hm</think> ");

        for (ChatResponse again : List.of(calling, filtered, textless, thinking)) {
            ChatResponse first = response("you idiot", "a", new TokenUsage(1, 1));

            ChatResponse response =
                    model(new ScriptedChatModel(first, again), 1).chat(request());

            assertThat(response.aiMessage()).isEqualTo(AiMessage.from(REFUSAL));
            assertThat(response.metadata().id()).isEqualTo("a");
        }
    }

    @Test
    void a_model_that_fails_leaves_the_decision_to_the_policy() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot") {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                if (!requests.isEmpty()) {
                    throw new IllegalStateException("it quotes: you idiot");
                }
                return super.doChat(request);
            }
        };

        assertThat(model(upstream, 1).chat("hi")).isEqualTo(REFUSAL);
    }

    @Test
    void text_beside_a_tool_call_is_not_asked_for_again() {
        ScriptedChatModel upstream = new ScriptedChatModel(ChatResponse.builder()
                .aiMessage(AiMessage.from("wait, idiot", List.of(call())))
                .build());

        ChatResponse response = model(upstream, 1).chat(request());

        assertThat(response.aiMessage()).isEqualTo(AiMessage.from(REFUSAL, List.of(call())));
        assertThat(upstream.requests).hasSize(1);
    }

    @Test
    void the_deadline_leaves_the_decision_to_the_policy() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "yes");
        ChatRequest late = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder()
                        .deadline(Instant.now().minusSeconds(1))
                        .build())
                .build();

        assertThat(model(upstream, 1).chat(late).aiMessage().text()).isEqualTo(REFUSAL);
        assertThat(upstream.requests).hasSize(1);
    }

    @Test
    void an_interrupt_cancels_the_call() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "yes") {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                if (!requests.isEmpty()) {
                    Thread.currentThread().interrupt();
                }
                return super.doChat(request);
            }
        };

        assertThatThrownBy(() -> model(upstream, 1).chat("hi")).isInstanceOf(CorrectionCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_decorated_model_is_asked_again_by_its_own_chat() {
        ScriptedChatModel provider = new ScriptedChatModel("you idiot", "yes");
        List<List<ChatMessage>> seen = new CopyOnWriteArrayList<>();
        ChatModel decorator = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request) {
                seen.add(request.messages());
                return provider.chat(request);
            }
        };

        assertThat(AlignedChatModel.wrap(decorator, stack(picky(), 1)).chat("hi"))
                .isEqualTo("YES");
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).hasSize(3);
    }

    static ToolExecutionRequest call() {
        return ToolExecutionRequest.builder()
                .id("1")
                .name("look")
                .arguments("{}")
                .build();
    }

    static ChatResponse response(String text, String id, TokenUsage usage) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .id(id)
                .tokenUsage(usage)
                .build();
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("hi")).build();
    }

    /** A provider's metadata that has no builder of its own. */
    static final class OwnMetadata extends ChatResponseMetadata {

        OwnMetadata(Builder<?> builder) {
            super(builder);
        }
    }
}
