// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.PlainTextCompletionModel;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** The snippets of docs/guide/spring-ai.md, compiled and run. */
class SpringAiGuideTest {

    private final Civility aligner = new Civility();
    private final ChatModel model = ScriptedModel.saying("you idiot");
    private final ChatMemory memory = MessageWindowChatMemory.builder().build();
    private final List<String> audit = new CopyOnWriteArrayList<>();

    @Test
    void a_chat_client_and_its_memory_get_the_corrected_answer() {
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();

        String answer = client.prompt("hi")
                .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "c"))
                .call()
                .content();

        assertThat(answer).isEqualTo("you friend!");
        assertThat(memory.get("c")).extracting(Message::getText).containsExactly("hi", "you friend!");
    }

    @Test
    void a_listener_sees_corrections() {
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(aligner)
                        .onCorrection((request, correction) -> {
                            if (correction.changed()) {
                                audit.add(request.question() + ": " + correction.original() + " -> "
                                        + correction.answer());
                            }
                        })
                        .build())
                .build();

        client.prompt("hi").call().content();

        assertThat(audit).containsExactly("hi: you idiot -> you friend!");
    }

    @Test
    void a_response_has_its_corrections() {
        ChatClient client = client();

        ChatClientResponse response = client.prompt("hi").call().chatClientResponse();
        List<Correction> corrections = AlignerAdvisor.corrections(response);

        assertThat(corrections).extracting(Correction::answer).containsExactly("you friend!");
        assertThat(response.context()).containsEntry(AlignerAdvisor.CORRECTIONS, corrections);
    }

    @Test
    void one_request_has_parameters_of_its_own() {
        ChatClient client = client();

        String answer = client.prompt("How do I reset my password?")
                .advisors(advisors -> advisors.param(AlignerAdvisor.ATTRIBUTE_PREFIX + "tenant", "acme")
                        .param(AlignerAdvisor.DEADLINE, Instant.now().plusSeconds(5)))
                .call()
                .content();

        assertThat(answer).isEqualTo("you friend!");
        assertThat(aligner.requests.get(0).attributes()).containsEntry("tenant", "acme");
        assertThat(aligner.contexts.get(0).deadline()).isPresent();
    }

    @Test
    void options_hold_for_all_requests() {
        List<Advisor> advisors = AlignerAdvisors.builder(aligner)
                .toolCallText(ToolCallTextPolicy.DROP)
                .structuredOutput(StructuredOutputPolicy.VALUES)
                .thinking(ThinkingPolicy.DROP)
                .conversationDepth(4)
                .name("aligner support")
                .build();

        assertThat(advisors).extracting(Advisor::getName).contains("aligner support");
    }

    @Test
    void a_request_chooses_a_chain() {
        Civility strict = new Civility();
        Civility gentle = new Civility();
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.builder(aligner)
                        .chains(Map.of("strict", strict, "gentle", gentle))
                        .build())
                .build();

        String answer = client.prompt("How do I reset my password?")
                .advisors(advisors -> advisors.param(AlignerAdvisor.CHAIN, "strict")
                        .param(AlignerAdvisor.ASPECTS, List.of("kindness")))
                .call()
                .content();

        assertThat(answer).isEqualTo("you friend!");
        assertThat(strict.requests.get(0).aspects()).containsExactly("kindness");
        assertThat(aligner.requests).isEmpty();
    }

    @Test
    void a_stream_is_corrected_sentence_by_sentence() {
        Aligner aligner = new Shift();
        List<Advisor> advisors = AlignerAdvisors.builder(aligner)
                .streaming(StreamingPolicy.SENTENCE)
                .build();

        assertThat(
                        ChatClient.builder(ScriptedModel.saying("Αβγ. Αβγ."))
                                .defaultAdvisors(advisors)
                                .build()
                                .prompt("hi")
                                .stream()
                                .content()
                                .collect(Collectors.joining())
                                .block())
                .isEqualTo(Shift.shift("Αβγ. Αβγ."));
    }

    @Test
    void a_layer_has_the_model_answer_again() {
        Aligner aligner = (request, context) -> {
            if (request.answer().contains("idiot")) {
                throw new CorrectionRejectedException("an insult is left");
            }
            return Correction.of(request.answer(), request.answer());
        };
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civility", aligner)
                        .withFailurePolicy(FailurePolicy.reprompt(
                                "Answer without insults.", 1, FailurePolicy.refuse("I can't answer that."))))
                .build();

        for (List<String> answers : List.of(List.of("you idiot", "you friend"), List.of("you idiot", "idiot"))) {
            ScriptedModel asked = ScriptedModel.saying(answers.toArray(String[]::new));
            assertThat(ChatClient.builder(asked)
                            .defaultAdvisors(AlignerAdvisors.of(stack))
                            .build()
                            .prompt("hi")
                            .call()
                            .content())
                    .isEqualTo(answers.get(1).equals("idiot") ? "I can't answer that." : "you friend");
            assertThat(asked.prompts).hasSize(2);
        }
    }

    @Test
    void a_layer_in_shadow_changes_nothing() {
        Rollout rollout = Rollout.of(new RolloutState(LayerMode.SHADOW, 0.05));
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civility", aligner).withRollout(rollout))
                .build();
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(stack))
                .build();

        assertThat(client.prompt("hi").call().content()).isEqualTo("you idiot");
        rollout.set(RolloutState.ENFORCE);
        assertThat(client.prompt("hi").call().content()).isEqualTo("you friend!");
    }

    @Test
    void a_chat_model_is_the_model_of_an_aligner() {
        CompletionModel plainText = new PlainTextCompletionModel(SpringAiChatCompletionModel.of(model));
        Aligner remote = CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, plainText)
                .build();

        assertThat(ChatClient.builder(ScriptedModel.saying("x"))
                        .defaultAdvisors(AlignerAdvisors.of(remote))
                        .build()
                        .prompt("hi")
                        .call()
                        .content())
                .isEqualTo("you idiot");
    }

    @Test
    void the_guide_has_the_keys_of_the_parameters() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/spring-ai.md"))) {
            root = require(root.getParent());
        }
        String guide = Files.readString(root.resolve("docs/guide/spring-ai.md"));

        assertThat(guide)
                .contains(
                        "| `" + AlignerAdvisor.SKIP + "` |",
                        "| `" + AlignerAdvisor.ATTRIBUTE_PREFIX + "`*name* |",
                        "| `" + AlignerAdvisor.DEADLINE + "` |",
                        "| `" + AlignerAdvisor.CHAIN + "` |",
                        "| `" + AlignerAdvisor.ASPECTS + "` |",
                        "| `" + AlignerAdvisor.QUESTION + "` |",
                        "at most " + CorrectionThreads.MAX_CORRECTIONS + " for each Aligner");
        assertThat(AlignerAdvisor.DEFAULT_ORDER).isEqualTo(Integer.MAX_VALUE - 1000);
    }

    private ChatClient client() {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();
    }
}
