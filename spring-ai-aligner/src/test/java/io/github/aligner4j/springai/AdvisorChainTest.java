// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientAttributes;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.StructuredOutputValidationAdvisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.converter.ListOutputConverter;
import org.springframework.ai.document.Document;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;

/** The advisor among others: memory, loggers, tool loop, retrieval, structured output, and itself. */
class AdvisorChainTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Civility civility = new Civility();
    private final ChatMemory memory = MessageWindowChatMemory.builder().build();

    private ChatClient.Builder aligned(ScriptedModel model) {
        return ChatClient.builder(model).defaultAdvisors(AlignerAdvisors.of(civility));
    }

    private String stream(ChatClient client) {
        return String.join(
                "", require(client.prompt("hi").stream().content().collectList().block(SOON)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Ordered.HIGHEST_PRECEDENCE + 200, Ordered.HIGHEST_PRECEDENCE + 400, 0})
    void memory_at_any_order_holds_the_corrected_text(int order) {
        ChatClient client = aligned(ScriptedModel.saying("one idiot", "two idiot"))
                .defaultAdvisors(
                        MessageChatMemoryAdvisor.builder(memory).order(order).build())
                .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "c"))
                .build();

        client.prompt("hi").call().content();
        stream(client);

        assertThat(memory.get("c"))
                .extracting(Message::getText)
                .containsExactly("hi", "one friend!", "hi", "two friend!");
        assertThat(civility.requests.get(1).conversation())
                .extracting(turn -> turn.text())
                .containsExactly("hi", "one friend!");
    }

    @Test
    void an_advisor_that_listens_hears_corrected_text_only() {
        List<String> heard = new CopyOnWriteArrayList<>();
        ChatClient client = aligned(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(new Eavesdropper(heard))
                .build();

        client.prompt("hi").call().content();
        stream(client);

        assertThat(heard).containsExactly("hello friend!", "hello friend!");
    }

    @ParameterizedTest
    @EnumSource(ToolCallTextPolicy.class)
    void text_beside_tool_calls_follows_the_policy(ToolCallTextPolicy policy) {
        List<String> streamed = List.of(
                "friend, let me check. !sunny, friend!", "sunny, friend!", "idiot, let me check. sunny, friend!");
        String expected = switch (policy) {
            case DROP -> streamed.get(1);
            case ALIGN -> streamed.get(0);
            case PASS -> streamed.get(2);
        };

        assertThat(stream(toolClient(streamingToolModel(), policy))).isEqualTo(expected);
        assertThat(toolClient(toolModel(), policy).prompt("hi").call().content())
                .isEqualTo("sunny, friend!");
    }

    @ParameterizedTest
    @EnumSource(ToolCallTextPolicy.class)
    void so_it_does_if_the_program_asked_for_a_format_and_the_answer_passes(ToolCallTextPolicy policy) {
        ChatClient client = toolClient(streamingToolModel(), policy);
        String beside = switch (policy) {
            case DROP -> "";
            case ALIGN -> "friend, let me check. !";
            case PASS -> "idiot, let me check. ";
        };
        String streamed = String.join(
                "",
                require(client
                        .prompt("hi")
                        .advisors(asked -> asked.param(ChatClientAttributes.OUTPUT_FORMAT.getKey(), "any"))
                        .stream()
                        .content()
                        .collectList()
                        .block(SOON)));

        assertThat(streamed).isEqualTo(beside + "sunny, idiot");
    }

    @ParameterizedTest
    @EnumSource(ToolCallTextPolicy.class)
    void the_model_reads_its_own_tool_turn_again(ToolCallTextPolicy policy) {
        String expected = policy == ToolCallTextPolicy.ALIGN ? "friend, let me check. !" : "idiot, let me check. ";
        ScriptedModel called = toolModel();
        ScriptedModel streaming = streamingToolModel();

        toolClient(called, policy).prompt("hi").call().content();
        stream(toolClient(streaming, policy));

        for (ScriptedModel model : List.of(called, streaming)) {
            assertThat(model.prompts).hasSize(2);
            assertThat(model.prompts.get(1).getInstructions().get(1).getText()).isEqualTo(expected);
            assertThat(model.prompts.get(1).getInstructions().get(1).toString()).contains("call-1");
        }
    }

    @Test
    void without_a_tool_loop_hidden_text_is_left_out_and_the_calls_stay() {
        ChatClient client = toolClient(streamingToolModel(), ToolCallTextPolicy.DROP);
        ChatClient called = toolClient(toolModel(), ToolCallTextPolicy.DROP);

        ChatResponse response = require(called.prompt("hi")
                .advisors(AdvisorParams.toolCallingAdvisorAutoRegister(false))
                .call()
                .chatResponse());
        List<ChatResponse> streamed =
                require(client.prompt("hi").advisors(AdvisorParams.toolCallingAdvisorAutoRegister(false)).stream()
                        .chatResponse()
                        .collectList()
                        .block(SOON));

        assertThat(response.hasToolCalls()).isTrue();
        assertThat(response.toString()).doesNotContain("idiot");
        assertThat(streamed).anyMatch(ChatResponse::hasToolCalls);
        assertThat(streamed.toString()).doesNotContain("idiot");
        assertThat(civility.requests).isEmpty();
    }

    private static ScriptedModel toolModel() {
        return new ScriptedModel()
                .turn(Replies.toolCall("idiot, let me check. "))
                .turn(Replies.text("sunny, idiot"));
    }

    private static ScriptedModel streamingToolModel() {
        return new ScriptedModel()
                .turn(Replies.word("idiot, "), Replies.word("let me check. "), Replies.toolCall(""))
                .turn(Replies.word("sunny, "), Replies.text("idiot"));
    }

    private ChatClient toolClient(ScriptedModel model, ToolCallTextPolicy policy) {
        ToolCallback weather = FunctionToolCallback.builder("weather", () -> "sun")
                .description("the weather")
                .build();
        return ChatClient.builder(model)
                .defaultAdvisors(
                        AlignerAdvisors.builder(civility).toolCallText(policy).build())
                .defaultTools(weather)
                .build();
    }

    @Test
    void the_question_is_what_the_user_said_before_retrieval_changed_it() {
        aligned(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(new Retrieval())
                .build()
                .prompt("who?")
                .call()
                .content();

        CorrectionRequest request = civility.requests.get(0);
        assertThat(request.question()).isEqualTo("who?");
        assertThat(request.context()).containsExactly("a passage");
    }

    @Test
    void a_question_that_the_caller_gives_wins() {
        aligned(ScriptedModel.saying("hello idiot"))
                .build()
                .prompt("rendered template")
                .advisors(spec -> spec.param(AlignerAdvisor.QUESTION, "who?"))
                .call()
                .content();

        assertThat(civility.requests.get(0).question()).isEqualTo("who?");
    }

    @Test
    void an_entity_is_read_from_the_untouched_answer() {
        Insult insult = aligned(ScriptedModel.saying("{\"word\":\"idiot\"}"))
                .build()
                .prompt("hi")
                .call()
                .entity(Insult.class);

        assertThat(insult).isEqualTo(new Insult("idiot"));
        assertThat(civility.requests).isEmpty();
    }

    @Test
    void with_values_only_the_prose_in_an_entity_is_corrected() {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("{\"word\":\"you idiot\", \"idiot\":\"idiot\"}"))
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .structuredOutput(StructuredOutputPolicy.VALUES)
                        .build())
                .build();

        assertThat(client.prompt("hi").call().entity(Insult.class)).isEqualTo(new Insult("you friend!"));
        assertThat(stream(client))
                .as("as in LangChain4j, a program that has said so may read JSON that nobody is known to have"
                        + " asked for")
                .isEqualTo("{\"word\":\"you friend!\", \"idiot\":\"idiot\"}");
    }

    @Test
    void with_values_other_formats_pass() {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("an idiot, a fool"))
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .structuredOutput(StructuredOutputPolicy.VALUES)
                        .build())
                .build();

        assertThat(client.prompt("hi").call().entity(new ListOutputConverter())).containsExactly("an idiot", "a fool");
        assertThat(stream(client)).isEqualTo("an friend, a fool!");
    }

    @Test
    void the_validation_advisor_outside_still_repairs_broken_json() {
        Insult insult = aligned(ScriptedModel.saying("{\"word\":", "{\"word\":\"fool\"}"))
                .defaultAdvisors(StructuredOutputValidationAdvisor.builder()
                        .outputType(Insult.class)
                        .build())
                .build()
                .prompt("hi")
                .call()
                .entity(Insult.class);

        assertThat(insult).isEqualTo(new Insult("fool"));
    }

    @Test
    void prose_is_corrected_though_native_structured_output_is_on() {
        assertThat(aligned(ScriptedModel.saying("hello idiot"))
                        .build()
                        .prompt("hi")
                        .advisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
                        .call()
                        .content())
                .isEqualTo("hello friend!");
    }

    @Test
    void added_twice_it_corrects_once() {
        ChatClient once = aligned(ScriptedModel.saying("hello idiot")).build();
        ChatClient twice =
                once.mutate().defaultAdvisors(AlignerAdvisors.of(civility)).build();

        assertThat(twice.prompt("hi").call().content()).isEqualTo("hello friend!");
        assertThat(civility.requests).hasSize(1);
        assertThat(stream(twice)).isEqualTo("hello friend!");
        assertThat(civility.requests).hasSize(2);
    }

    @Test
    void the_advisor_is_observed_by_its_name_and_the_aligner_runs_inside_that_observation() {
        List<String> observed = new CopyOnWriteArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<AdvisorObservationContext>() {
            @Override
            public void onStart(AdvisorObservationContext context) {
                observed.add(context.getAdvisorName());
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof AdvisorObservationContext;
            }
        });
        List<String> current = new CopyOnWriteArrayList<>();
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"), registry, null, null)
                .defaultAdvisors(AlignerAdvisors.builder((request, context) -> {
                            Observation observation = require(registry.getCurrentObservation());
                            current.add(((AdvisorObservationContext) observation.getContext()).getAdvisorName());
                            return Correction.of(request.answer(), "ok");
                        })
                        .name("civil")
                        .build())
                .build();

        client.prompt("hi").call().content();
        stream(client);

        assertThat(observed).contains("aligner question", "civil");
        assertThat(current).containsExactly("civil", "civil");
    }

    /** What a program reads. */
    record Insult(String word) {}

    /** Hears answers in the middle of the chain, as loggers and caches do. */
    private static final class Eavesdropper implements CallAdvisor, StreamAdvisor {

        private final List<String> heard;

        Eavesdropper(List<String> heard) {
            this.heard = heard;
        }

        @Override
        public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
            ChatClientResponse response = chain.nextCall(request);
            hear(response);
            return response;
        }

        @Override
        public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
            return new ChatClientMessageAggregator().aggregateChatClientResponse(chain.nextStream(request), this::hear);
        }

        private void hear(ChatClientResponse response) {
            heard.add(String.valueOf(require(require(response.chatResponse()).getResult())
                    .getOutput()
                    .getText()));
        }

        @Override
        public String getName() {
            return "eavesdropper";
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    /** Puts passages where Spring AI's question-answer advisor does, and rewrites the prompt as it does. */
    private static final class Retrieval implements BaseAdvisor {

        @Override
        public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
            return request.mutate()
                    .prompt(request.prompt()
                            .augmentUserMessage(user -> user.mutate()
                                    .text("context: a passage. " + user.getText())
                                    .build()))
                    .context("qa_retrieved_documents", List.of(new Document("a passage")))
                    .build();
        }

        @Override
        public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
            return response;
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }
}
