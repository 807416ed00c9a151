// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The snippets of docs/guide/langchain4j.md, compiled and run. */
class LangChain4jGuideTest {

    private final ScriptedAligner aligner = ScriptedAligner.replacing("idiot", "friend");
    private final ChatModel model = new ScriptedChatModel("you idiot");
    private final List<String> audit = new CopyOnWriteArrayList<>();

    interface Assistant {
        String answer(String question);
    }

    interface Support {
        String answer(@dev.langchain4j.service.UserMessage String question, ChatRequestParameters parameters);
    }

    @Test
    void an_ai_service_of_an_aligned_model_answers_corrected() {
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(aligned)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();

        assertThat(assistant.answer("hi")).isEqualTo("you friend");
    }

    @Test
    void a_listener_sees_corrections() {
        ChatModel aligned = AlignedChatModel.builder(model, aligner)
                .onCorrection((request, correction) -> {
                    if (correction.changed()) {
                        audit.add(request.question() + ": " + correction.original() + " -> " + correction.answer());
                    }
                })
                .build();

        aligned.chat("hi");

        assertThat(audit).containsExactly("hi: you idiot -> you friend");
    }

    @Test
    void one_request_has_parameters_of_its_own() {
        Aligner strict = this.aligner;
        Aligner aligner = ScriptedAligner.unchanged();
        ChatModel aligned = AlignedChatModel.builder(model, aligner)
                .chains(Map.of("strict", strict))
                .build();

        ChatResponse response = aligned.chat(ChatRequest.builder()
                .messages(UserMessage.from("How do I reset my password?"))
                .parameters(AlignmentParameters.builder()
                        .chain("strict")
                        .aspects(List.of("harmlessness", "Keep it short."))
                        .attribute(RequestAttributes.USER, "user-17")
                        .deadline(Instant.now().plusSeconds(5))
                        .temperature(0.2)
                        .build())
                .build());

        assertThat(response.aiMessage().text()).isEqualTo("you friend");
        CorrectionRequest request = this.aligner.requests().get(0);
        assertThat(request.attributes()).containsEntry(RequestAttributes.USER, "user-17");
        assertThat(request.aspects()).containsExactly("harmlessness", "Keep it short.");
    }

    @Test
    void a_layer_has_the_upstream_model_answer_again() {
        ScriptedAligner aligner = this.aligner.failNext(new AlignerException("too rude"));
        FailurePolicy policy =
                FailurePolicy.reprompt("Answer without insults.", 1, FailurePolicy.refuse("I can't answer that."));
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civil", aligner).withFailurePolicy(policy))
                .build();

        assertThat(AlignedChatModel.wrap(model, stack).chat("hi")).isEqualTo("you friend");
        assertThat(((ScriptedChatModel) model).requests).hasSize(2);
    }

    @Test
    void a_stream_is_corrected_sentence_by_sentence() {
        StreamingChatModel streamingModel = new ScriptedStreamingChatModel("You are right. ", "Go on. ");
        Aligner aligner = new Cipher();
        StreamingChatModel aligned = AlignedStreamingChatModel.builder(streamingModel, aligner)
                .options(AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE))
                .build();
        RecordingHandler handler = new RecordingHandler();

        aligned.chat("hi", handler);

        assertThat(handler.await().aiMessage().text()).isEqualTo(Cipher.correct("You are right. Go on. "));
    }

    @Test
    void an_ai_service_skips_one_answer() {
        Support support = AiServices.create(Support.class, AlignedChatModel.wrap(model, aligner));

        String raw =
                support.answer("hi", AlignmentParameters.builder().skip(true).build());

        assertThat(raw).isEqualTo("you idiot");
    }

    @Test
    void options_hold_for_all_answers() {
        AlignmentOptions options = AlignmentOptions.DEFAULT
                .withToolCallText(ToolCallTextPolicy.DROP)
                .withStructuredOutput(StructuredOutputPolicy.VALUES)
                .withThinking(ThinkingPolicy.DROP)
                .withConversationDepth(4);

        assertThat(AlignedChatModel.builder(model, aligner)
                        .options(options)
                        .build()
                        .chat("hi"))
                .isEqualTo("you friend");
    }

    @Test
    void a_chat_model_is_the_model_of_an_aligner() {
        CompletionModel plainText = new PlainTextCompletionModel(LangChain4jChatCompletionModel.of(model));
        Aligner remote = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, plainText)
                .build();

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("x"), remote).chat("hi"))
                .isEqualTo("you idiot");
    }
}
