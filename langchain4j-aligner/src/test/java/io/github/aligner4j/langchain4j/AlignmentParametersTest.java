// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AlignmentParametersTest {

    private static final AlignmentParameters SKIP =
            AlignmentParameters.builder().skip(true).build();
    private static final AlignmentParameters GERMAN =
            AlignmentParameters.builder().attribute("language", "de").build();

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");

    interface Chat {
        String chat(@dev.langchain4j.service.UserMessage String message, ChatRequestParameters parameters);
    }

    interface StreamingChat {
        TokenStream chat(@dev.langchain4j.service.UserMessage String message, ChatRequestParameters parameters);
    }

    static final class Weather {

        @Tool
        String weather(@P("city") String city) {
            return "rain in " + city;
        }
    }

    @Test
    void a_skipped_answer_passes_whichever_way_the_model_is_called() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        AlignedChatModel model = AlignedChatModel.wrap(upstream, civil);
        ChatRequest request = request(SKIP);

        for (ChatResponse response : List.of(
                model.chat(request),
                model.chat(request, ChatRequestOptions.EMPTY),
                model.doChat(request),
                model.chatAsync(request, ChatRequestOptions.EMPTY).join())) {
            assertThat(response.aiMessage().text()).isEqualTo("you idiot");
        }
        assertThat(civil.requests()).isEmpty();
        assertThat(upstream.requests).hasSize(4).noneMatch(sent -> sent.parameters() instanceof AlignmentParameters);
    }

    @Test
    void a_skipped_stream_passes_as_it_comes() {
        ScriptedStreamingChatModel upstream = new ScriptedStreamingChatModel("you ", "idi", "ot");
        AlignedStreamingChatModel model = AlignedStreamingChatModel.wrap(upstream, civil);
        RecordingHandler chat = new RecordingHandler();
        RecordingHandler doChat = new RecordingHandler();

        model.chat(request(SKIP), chat);
        model.doChat(request(SKIP), doChat);

        assertThat(chat.await().aiMessage().text()).isEqualTo("you idiot");
        assertThat(doChat.await().aiMessage().text()).isEqualTo("you idiot");
        assertThat(chat.texts).containsExactly("you ", "idi", "ot");
        assertThat(doChat.texts).containsExactly("you ", "idi", "ot");
        assertThat(civil.requests()).isEmpty();
        assertThat(upstream.requests).noneMatch(sent -> sent.parameters() instanceof AlignmentParameters);
    }

    @Test
    void attributes_reach_the_aligner() {
        AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil).chat(request(GERMAN));
        AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil).doChat(request(GERMAN));
        RecordingHandler handler = new RecordingHandler();
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you idiot"), civil)
                .chat(request(GERMAN), handler);
        handler.await();

        assertThat(civil.requests())
                .hasSize(3)
                .allMatch(correction -> correction.attributes().equals(Map.of("language", "de")));
    }

    @Test
    void a_deadline_reaches_the_aligner() {
        Instant deadline = Instant.now().plusSeconds(600);
        List<@Nullable Instant> deadlines = new CopyOnWriteArrayList<>();
        Aligner timed = (request, context) -> {
            deadlines.add(context.deadline().orElse(null));
            return Correction.of(request.answer(), request.answer());
        };
        ChatRequest request =
                request(AlignmentParameters.builder().deadline(deadline).build());
        RecordingHandler handler = new RecordingHandler();

        AlignedChatModel.wrap(new ScriptedChatModel("x"), timed).chat(request);
        AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("x"), timed)
                .chat(request, handler);
        handler.await();

        assertThat(deadlines).containsExactly(deadline, deadline);
    }

    @Test
    void the_upstream_model_gets_its_own_parameters_and_the_common_ones() {
        ScriptedChatModel upstream = new ScriptedChatModel("fine");
        ProviderParameters provider = new ProviderParameters(7, DefaultChatRequestParameters.builder());

        AlignedChatModel.wrap(upstream, civil)
                .chat(request(AlignmentParameters.builder()
                        .parameters(provider)
                        .temperature(0.25)
                        .attribute("language", "de")
                        .build()));

        ChatRequestParameters sent = upstream.requests.get(0).parameters();
        assertThat(sent).isInstanceOf(ProviderParameters.class);
        assertThat(((ProviderParameters) sent).seed).isEqualTo(7);
        assertThat(sent.temperature()).isEqualTo(0.25);
    }

    @Test
    void they_hold_for_all_rounds_of_an_ai_services_tool_loop() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(new ScriptedChatModel(toolCall(), response("Rain, idiot")), civil))
                .tools(new Weather())
                .build();

        assertThat(chat.chat("hi", SKIP)).isEqualTo("Rain, idiot");
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void they_hold_for_all_rounds_of_a_streamed_tool_loop() {
        StreamingChat chat = AiServices.builder(StreamingChat.class)
                .streamingChatModel(AlignedStreamingChatModel.wrap(
                        new ScriptedStreamingChatModel(
                                ScriptedStreamingChatModel.answers(toolCall().aiMessage()),
                                ScriptedStreamingChatModel.answers("Rain, ", "idiot")),
                        civil))
                .tools(new Weather())
                .build();
        CompletableFuture<ChatResponse> done = new CompletableFuture<>();

        chat.chat("hi", GERMAN)
                .onPartialResponse(text -> {})
                .onCompleteResponse(done::complete)
                .onError(done::completeExceptionally)
                .start();

        assertThat(RecordingHandler.get(done).aiMessage().text()).isEqualTo("Rain, friend");
        assertThat(civil.requests())
                .hasSize(2)
                .allSatisfy(correction -> assertThat(correction.attributes()).containsEntry("language", "de"));
    }

    @Test
    void a_transformer_of_requests_can_add_them() {
        interface Plain {
            String chat(String message);
        }
        Plain chat = AiServices.builder(Plain.class)
                .chatModel(AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil))
                .chatRequestTransformer(request -> request.toBuilder()
                        .parameters(AlignmentParameters.builder()
                                .overrideWith(request.parameters())
                                .skip(true)
                                .build())
                        .build())
                .build();

        assertThat(chat.chat("hi")).isEqualTo("you idiot");
    }

    @Test
    void they_hold_for_every_aligned_model_below() {
        ScriptedAligner inner = ScriptedAligner.replacing("idiot", "friend");
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        AlignedChatModel both = AlignedChatModel.wrap(AlignedChatModel.wrap(upstream, inner), civil);
        RecordingHandler handler = new RecordingHandler();
        AlignedStreamingChatModel streamingBoth = AlignedStreamingChatModel.wrap(
                AlignedStreamingChatModel.wrap(new ScriptedStreamingChatModel("you idiot"), inner), civil);

        assertThat(both.chat(request(SKIP)).aiMessage().text()).isEqualTo("you idiot");
        streamingBoth.chat(request(SKIP), handler);
        assertThat(handler.await().aiMessage().text()).isEqualTo("you idiot");
        both.chat(request(GERMAN));

        assertThat(inner.requests())
                .hasSize(1)
                .allMatch(request -> request.attributes().containsKey("language"));
        assertThat(civil.requests())
                .hasSize(1)
                .allMatch(request -> request.attributes().containsKey("language"));
        assertThat(upstream.requests).noneMatch(sent -> sent.parameters() instanceof AlignmentParameters);
    }

    @Test
    void they_survive_a_decorator_with_plain_default_parameters() {
        ChatModel aligned = AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil);
        ChatModel decorator = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return aligned.chat(request);
            }

            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return DefaultChatRequestParameters.builder().temperature(0.5).build();
            }
        };

        assertThat(decorator.chat(request(SKIP)).aiMessage().text()).isEqualTo("you idiot");
    }

    @Test
    void merging_keeps_what_only_one_of_two_sets_and_prefers_the_overriding_one() {
        Instant deadline = Instant.EPOCH;
        AlignmentParameters base = AlignmentParameters.builder()
                .skip(true)
                .deadline(deadline)
                .attribute("language", "de")
                .attribute("tenant", 1)
                .temperature(0.1)
                .build();
        AlignmentParameters over = AlignmentParameters.builder()
                .skip(false)
                .attribute("language", "en")
                .topK(4)
                .build();
        AlignmentParameters merged = AlignmentParameters.builder()
                .skip(false)
                .deadline(deadline)
                .attribute("language", "en")
                .attribute("tenant", 1)
                .temperature(0.1)
                .topK(4)
                .build();

        assertThat(base.overrideWith(over)).isEqualTo(merged).hasSameHashCodeAs(merged);
        assertThat(over.defaultedBy(base)).isEqualTo(merged);
        assertThat(AlignmentParameters.builder()
                        .overrideWith(base)
                        .overrideWith(over)
                        .build())
                .isEqualTo(merged);
        assertThat(base.overrideWith(DefaultChatRequestParameters.EMPTY)).isEqualTo(base);
        assertThat(base.temperature()).isEqualTo(0.1);
    }

    @Test
    void their_description_holds_no_values_of_attributes() {
        assertThat(AlignmentParameters.builder()
                        .attribute("note", "a secret")
                        .build()
                        .toString())
                .contains("attributes=[note]")
                .doesNotContain("secret");
    }

    private static ChatRequest request(ChatRequestParameters parameters) {
        return ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(parameters)
                .build();
    }

    private static ChatResponse response(String text) {
        return ScriptedChatModel.response(text);
    }

    private static ChatResponse toolCall() {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(
                        "wait, idiot",
                        List.of(ToolExecutionRequest.builder()
                                .id("1")
                                .name("weather")
                                .arguments("{\"city\":\"Ulm\"}")
                                .build())))
                .build();
    }

    /** A provider's parameters, with one more than the common ones. */
    static final class ProviderParameters extends DefaultChatRequestParameters {

        final int seed;

        ProviderParameters(int seed, DefaultChatRequestParameters.Builder<?> common) {
            super(common);
            this.seed = seed;
        }

        @Override
        public ChatRequestParameters overrideWith(ChatRequestParameters that) {
            int seeded = that instanceof ProviderParameters other ? other.seed : seed;
            return new ProviderParameters(
                    seeded,
                    DefaultChatRequestParameters.builder().overrideWith(this).overrideWith(that));
        }

        @Override
        public ChatRequestParameters defaultedBy(ChatRequestParameters that) {
            return new ProviderParameters(
                    seed,
                    DefaultChatRequestParameters.builder().overrideWith(that).overrideWith(this));
        }
    }
}
