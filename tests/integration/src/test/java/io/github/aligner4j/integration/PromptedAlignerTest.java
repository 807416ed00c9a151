// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DeadlineExceededException;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.LangChain4jChatCompletionModel;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Prompted Aligners over a real client of an OpenAI-compatible server, which is rude, and civil when it is asked to edit. */
class PromptedAlignerTest {

    private static final CorrectionRequest REQUEST = CorrectionRequest.of("How is my plan?", Upstream.RUDE);

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(chat().atPriority(9)
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody(whole(Upstream.RUDE))));
        server.stubFor(chat().atPriority(5)
                .withRequestBody(containing("You correct answers"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody(whole("Here is the corrected answer:\\n" + Upstream.CIVIL))));
        server.stubFor(chat().atPriority(4)
                .withRequestBody(containing("Reply with one number"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody(whole("2"))));
        server.stubFor(chat().atPriority(1)
                .withRequestBody(matchingJsonPath("$[?(@.stream == true)]"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(streamed("Your plan is late.\\nIt comes on Monday."))));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static MappingBuilder chat() {
        return post(urlPathEqualTo("/v1/chat/completions"));
    }

    private static String whole(String text) {
        return """
                {"id": "chatcmpl-1", "object": "chat.completion", "model": "rude-1",
                 "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "%s"}}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}""".formatted(text);
    }

    private static String streamed(String text) {
        String chunk = "data: {\"id\": \"chatcmpl-1\", \"object\": \"chat.completion.chunk\", \"model\": \"rude-1\", "
                + "\"choices\": [{\"index\": 0, %s}]}\n\n";
        return Arrays.stream(text.split("(?<= )", -1))
                        .map(word -> chunk.formatted("\"delta\": {\"content\": \"" + word + "\"}"))
                        .collect(Collectors.joining())
                + chunk.formatted("\"delta\": {}, \"finish_reason\": \"stop\"")
                + "data: [DONE]\n\n";
    }

    private ChatModel model() {
        return OpenAiChatModel.builder()
                .baseUrl(server.baseUrl() + "/v1")
                .apiKey("unused")
                .modelName("rude-1")
                .maxRetries(0)
                .build();
    }

    private List<String> bodies() {
        return server.getAllServeEvents().stream()
                .map((ServeEvent event) -> event.getRequest().getBodyAsString())
                .toList();
    }

    @Test
    void the_upstream_model_corrects_its_own_answer_over_http() {
        ChatModel model = model();
        Aligner aligner = PromptedAligner.builder(
                        Prompts.byName("rewrite"),
                        LangChain4jChatCompletionModel.of(AlignedChatModel.wrap(model, any())))
                .build();

        assertThat(AlignedChatModel.wrap(model, aligner).chat("How is my plan?"))
                .isEqualTo(Upstream.CIVIL);

        assertThat(bodies()).hasSize(2);
        assertThat(bodies().get(0))
                .contains("\"role\" : \"system\"")
                .contains("\"role\" : \"user\"")
                .contains("<answer>\\n" + Upstream.RUDE + "\\n</answer>")
                .contains("\"temperature\" : 0.0");
    }

    private static Aligner any() {
        return Aligner.of(request -> {
            throw new AssertionError("the Aligner's own model must not be aligned");
        });
    }

    @Test
    void seeds_of_samples_are_sent_to_openai_and_the_judge_picks() {
        Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(model()))
                .samples(2)
                .sampling(SamplingParameters.GREEDY.withTemperature(0.8).withSeed(41))
                .build();

        Correction correction = aligner.correct(REQUEST);

        assertThat(correction.answer()).isEqualTo(Upstream.CIVIL);
        assertThat(correction.usageBreakdown())
                .containsEntry("edit", new TokenUsage(10, 14))
                .containsEntry("judge", new TokenUsage(5, 7));
        assertThat(bodies())
                .anySatisfy(body -> assertThat(body).contains("\"seed\" : 41").contains("\"temperature\" : 0.8"))
                .anySatisfy(body -> assertThat(body).contains("\"seed\" : 42"));
    }

    @Test
    void an_edit_streams_from_the_server_to_the_listener() {
        StreamingChatModel streaming = OpenAiStreamingChatModel.builder()
                .baseUrl(server.baseUrl() + "/v1")
                .apiKey("unused")
                .modelName("rude-1")
                .build();
        List<String> heard = new ArrayList<>();

        Correction correction = AlignerCall.correct(
                PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(streaming))
                        .build(),
                REQUEST,
                CorrectionContext.DEFAULT.withListener(heard::add));

        assertThat(correction.answer()).isEqualTo("Your plan is late.\nIt comes on Monday.");
        assertThat(String.join("", heard)).isEqualTo(correction.answer());
        assertThat(heard).hasSizeGreaterThan(1);
    }

    @Test
    void a_server_that_hangs_is_given_up_at_the_timeout() {
        server.stubFor(chat().atPriority(1).willReturn(aResponse().withFixedDelay(20_000)));
        Aligner aligner = PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(model()))
                .timeout(Duration.ofMillis(200))
                .build();

        assertThatThrownBy(() -> aligner.correct(REQUEST)).isInstanceOf(DeadlineExceededException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
