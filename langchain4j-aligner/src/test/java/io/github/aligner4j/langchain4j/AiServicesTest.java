// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.GuardrailException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Through the door that applications use: AiServices with memory, tools, streams and structured output. */
class AiServicesTest {

    private static final ChatResponse TOOL_CALL = ChatResponse.builder()
            .aiMessage(AiMessage.from(
                    "wait, idiot",
                    List.of(ToolExecutionRequest.builder()
                            .id("call-1")
                            .name("weather")
                            .arguments("{\"city\":\"Ulm\"}")
                            .build())))
            .build();

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");
    private final ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);
    private final List<String> cities = new CopyOnWriteArrayList<>();

    interface Chat {
        String chat(String message);
    }

    interface StreamingChat {
        TokenStream chat(String message);
    }

    interface Judge {
        Verdict judge(String message);
    }

    interface Classifier {
        Kind classify(String message);
    }

    record Verdict(String remark, int points) {}

    enum Kind {
        idiot,
        sage
    }

    final class Weather {

        @Tool
        String weather(@P("city") String city) {
            cities.add(city);
            return "rain";
        }
    }

    @Test
    void the_memory_holds_the_corrected_answer_and_the_model_reads_it_back() {
        ScriptedChatModel upstream = new ScriptedChatModel("Hello, idiot", "Bye");
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(upstream, civil))
                .chatMemory(memory)
                .build();

        assertThat(chat.chat("hi")).isEqualTo("Hello, friend");
        chat.chat("bye");

        assertThat(texts(upstream.requests.get(1).messages())).containsExactly("hi", "Hello, friend", "bye");
        assertThat(texts(memory.messages())).containsExactly("hi", "Hello, friend", "bye", "Bye");
    }

    @Test
    void the_memory_holds_the_corrected_answer_of_a_stream_and_its_tokens_were_never_uncorrected() {
        List<String> tokens = new CopyOnWriteArrayList<>();

        ChatResponse response = stream(new ScriptedStreamingChatModel("Hello, ", "idi", "ot"), tokens);

        assertThat(response.aiMessage().text()).isEqualTo("Hello, friend");
        assertThat(String.join("", tokens)).isEqualTo("Hello, friend");
        assertThat(tokens).noneMatch(token -> token.contains("idi"));
        assertThat(texts(memory.messages())).containsExactly("hi", "Hello, friend");
    }

    @Test
    void in_a_tool_loop_the_call_is_untouched_and_each_text_corrected_once() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(
                        new ScriptedChatModel(TOOL_CALL, ScriptedChatModel.response("Rain, idiot")), civil))
                .chatMemory(memory)
                .tools(new Weather())
                .build();

        assertThat(chat.chat("weather?")).isEqualTo("Rain, friend");
        assertToolLoop();
    }

    @Test
    void in_a_streamed_tool_loop_the_call_is_untouched_and_each_text_corrected_once() {
        List<String> tokens = new CopyOnWriteArrayList<>();

        ChatResponse response = stream(
                new ScriptedStreamingChatModel(
                        ScriptedStreamingChatModel.answers(TOOL_CALL.aiMessage()),
                        ScriptedStreamingChatModel.answers("Rain, idiot")),
                tokens);

        assertThat(response.aiMessage().text()).isEqualTo("Rain, friend");
        assertThat(String.join("", tokens)).isEqualTo("wait, friendRain, friend");
        assertToolLoop();
    }

    private void assertToolLoop() {
        assertThat(cities).containsExactly("Ulm");
        assertThat(civil.requests())
                .extracting(CorrectionRequest::answer)
                .containsExactly("wait, idiot", "Rain, idiot");
        assertThat(memory.messages())
                .contains(TOOL_CALL.aiMessage().withText("wait, friend"))
                .last()
                .isEqualTo(AiMessage.from("Rain, friend"));
    }

    private ChatResponse stream(ScriptedStreamingChatModel upstream, List<String> tokens) {
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        AiServices.builder(StreamingChat.class)
                .streamingChatModel(AlignedStreamingChatModel.wrap(upstream, civil))
                .chatMemory(memory)
                .tools(new Weather())
                .build()
                .chat("hi")
                .onPartialResponse(tokens::add)
                .onCompleteResponse(response::complete)
                .onError(response::completeExceptionally)
                .start();
        return RecordingHandler.get(response);
    }

    /** Must-do 2: with its capability hidden, the service would ask in the prompt instead of with a schema. */
    @Test
    void structured_output_is_asked_for_by_schema_and_stays_parseable() {
        ScriptedChatModel upstream = new ScriptedChatModel("{\"remark\": \"you idiot\", \"points\": 3}");

        Verdict skipped = AiServices.create(Judge.class, AlignedChatModel.wrap(upstream, civil))
                .judge("me");
        Verdict corrected = AiServices.create(
                        Judge.class,
                        AlignedChatModel.builder(upstream, civil)
                                .options(AlignmentOptions.DEFAULT.withStructuredOutput(StructuredOutputPolicy.VALUES))
                                .build())
                .judge("me");

        assertThat(upstream.requests.get(0).responseFormat().type()).isEqualTo(ResponseFormatType.JSON);
        assertThat(skipped).isEqualTo(new Verdict("you idiot", 3));
        assertThat(corrected).isEqualTo(new Verdict("you friend", 3));
    }

    /** Why the guardrail's Javadoc warns: LangChain4j stores the answer before its guardrails run. */
    @Test
    void a_guardrail_corrects_what_the_caller_gets_but_not_what_the_memory_holds() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(new ScriptedChatModel("Hello, idiot"))
                .chatMemory(memory)
                .outputGuardrails(new AlignerOutputGuardrail(civil))
                .build();

        assertThat(chat.chat("hi")).isEqualTo("Hello, friend");
        assertThat(texts(memory.messages())).containsExactly("hi", "Hello, idiot");
        assertThat(civil.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.question()).isEqualTo("hi"));
    }

    @Test
    void a_guardrail_without_memory_reads_the_question_from_the_template() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(new ScriptedChatModel("Hello"))
                .outputGuardrails(new AlignerOutputGuardrail(civil))
                .build();

        assertThat(chat.chat("hi there")).isEqualTo("Hello");
        assertThat(civil.requests().get(0).question()).isEqualTo("hi there");
    }

    @Test
    void a_guardrail_whose_aligner_fails_fails_the_call() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(new ScriptedChatModel("Hello, idiot"))
                .outputGuardrails(new AlignerOutputGuardrail((request, context) -> {
                    throw new io.github.aligner4j.AlignerException("no correction today");
                }))
                .build();

        assertThatThrownBy(() -> chat.chat("hi"))
                .isInstanceOf(GuardrailException.class)
                .hasMessageContaining("no correction today");
    }

    @Test
    void a_guardrail_whose_aligner_throws_an_error_fails_the_call_without_quoting_it() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(new ScriptedChatModel("Hello, idiot"))
                .outputGuardrails(new AlignerOutputGuardrail((request, context) -> {
                    throw new AssertionError("secret " + request.answer());
                }))
                .build();

        assertThatThrownBy(() -> chat.chat("hi"))
                .isInstanceOf(GuardrailException.class)
                .hasMessageContaining("the Aligner gave no correction: java.lang.AssertionError")
                .hasMessageNotContaining("secret");
    }

    private static List<String> texts(List<ChatMessage> messages) {
        List<String> texts = new ArrayList<>();
        for (ChatMessage message : messages) {
            texts.add(message instanceof UserMessage user ? user.singleText() : ((AiMessage) message).text());
        }
        return texts;
    }
}
