// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.SafeGuardAdvisor;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What docs/guide/comparison.md says of LangChain4j's guardrails and of Spring AI's advisors. */
class ComparisonTest {

    private static final String RUDE = "Read the damn manual.";
    private static final String CIVIL = "Read the manual.";

    private final ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
    private final Aligner aligner = Aligner.of(request -> request.answer().replace("damn ", ""));

    /** LangChain4j implements it. */
    interface Assistant {
        String answer(String question);
    }

    /** LangChain4j implements it. */
    interface StreamingAssistant {
        TokenStream answer(String question);
    }

    /** Rewrites the answer as an Aligner would. */
    static final class Rewriting implements OutputGuardrail {

        @Override
        public OutputGuardrailResult validate(AiMessage response) {
            return successWith(CIVIL);
        }
    }

    @Test
    void memory_has_the_original_answer_if_an_output_guardrail_rewrites_it() {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(Upstream.saying(RUDE))
                .chatMemory(memory)
                .outputGuardrails(new Rewriting())
                .build();

        assertThat(assistant.answer("How?")).isEqualTo(CIVIL);
        assertThat(answerIn(memory)).isEqualTo(RUDE);
    }

    @Test
    void memory_has_the_corrected_answer_of_an_aligned_model() {
        ChatModel aligned = AlignedChatModel.wrap(Upstream.saying(RUDE), aligner);
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(aligned)
                .chatMemory(memory)
                .build();

        assertThat(assistant.answer("How?")).isEqualTo(CIVIL);
        assertThat(answerIn(memory)).isEqualTo(CIVIL);
    }

    @Test
    void partial_responses_are_the_original_ones_if_an_output_guardrail_rewrites_the_answer() {
        StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(Upstream.streaming(RUDE))
                .outputGuardrails(new Rewriting())
                .build();

        assertThat(partialResponses(assistant)).isEqualTo(RUDE);
    }

    @Test
    void partial_responses_of_an_aligned_model_are_corrected() {
        StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(AlignedStreamingChatModel.wrap(Upstream.streaming(RUDE), aligner))
                .build();

        assertThat(partialResponses(assistant)).isEqualTo(CIVIL);
    }

    @Test
    void the_safe_guard_advisor_reads_prompts_and_not_answers() {
        Advisor guard =
                SafeGuardAdvisor.builder().sensitiveWords(List.of("damn")).build();
        ChatClient client = ChatClient.builder(SpringUpstream.saying(RUDE))
                .defaultAdvisors(guard)
                .build();

        assertThat(client.prompt("How?").call().content()).isEqualTo(RUDE);
        assertThat(client.prompt("How, damn it?").call().content()).isNotEqualTo(RUDE);
    }

    @Test
    void the_advisor_that_validates_structured_output_refuses_streams() {
        Advisor advisor = StructuredOutputValidationAdvisor.builder()
                .outputType(new ParameterizedTypeReference<List<String>>() {})
                .build();
        ChatClient client = ChatClient.builder(SpringUpstream.saying("[]"))
                .defaultAdvisors(advisor)
                .build();

        assertThatThrownBy(() ->
                        client.prompt("How?").stream().content().collectList().block())
                .hasStackTraceContaining("does not support streaming");
    }

    private static String answerIn(ChatMemory memory) {
        List<ChatMessage> messages = memory.messages();
        return ((AiMessage) messages.get(messages.size() - 1)).text();
    }

    private static String partialResponses(StreamingAssistant assistant) {
        List<String> parts = new CopyOnWriteArrayList<>();
        CompletableFuture<String> all = new CompletableFuture<>();
        assistant
                .answer("How?")
                .onPartialResponse(parts::add)
                .onCompleteResponse(response -> all.complete(String.join("", parts)))
                .onError(all::completeExceptionally)
                .start();
        return all.join();
    }
}
