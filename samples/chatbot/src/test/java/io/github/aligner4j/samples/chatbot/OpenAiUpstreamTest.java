// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.aligner4j.samples.chatbot.Visitor.Event;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/** The chatbot in front of a server that speaks OpenAI's protocol. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"chatbot.upstream.api-key=a-key", "chatbot.upstream.model=some-model"})
class OpenAiUpstreamTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    private static final String RUDE = "Read the damn manual. It is not hard.";

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @DynamicPropertySource
    static void upstream(DynamicPropertyRegistry registry) {
        registry.add("chatbot.upstream.base-url", () -> SERVER.baseUrl() + "/v1");
    }

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void its_answer_is_corrected() {
        serve(answer());

        Response response = visitor.ask("What am I?", "default");

        assertThat(response.json().get("original").asString()).isEqualTo(RUDE);
        assertThat(response.json().get("answer").asString()).contains("manual").doesNotContain("damn");
        SERVER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withHeader("Authorization", equalTo("Bearer a-key"))
                .withRequestBody(matchingJsonPath("$.model", equalTo("some-model")))
                .withRequestBody(matchingJsonPath("$.messages[0].role", equalTo("system")))
                .withRequestBody(matchingJsonPath("$.messages[1].content", equalTo("What am I?"))));
    }

    @Test
    void its_stream_is_corrected() {
        serve(stream());

        List<Event> events = visitor.stream("What am I?", "default").events();

        assertThat(events.toString()).doesNotContain("\"text\":\"damn");
        assertThat(events.get(events.size() - 1).data().get("original").asString())
                .isEqualTo(RUDE);
        assertThat(events.get(events.size() - 1).data().get("answer").asString())
                .contains("manual")
                .doesNotContain("damn");
    }

    @Test
    void it_is_told_the_corrected_texts_as_what_it_said_before() {
        serve(answer());
        String corrected =
                visitor.ask("What am I?", "default").json().get("answer").asString();
        serve(stream());
        visitor.stream("Really?", "default");
        visitor.stream("And now?", "default");

        SERVER.verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
                .withRequestBody(matchingJsonPath("$.messages[2].role", equalTo("assistant")))
                .withRequestBody(matchingJsonPath("$.messages[2].content", equalTo(corrected)))
                .withRequestBody(matchingJsonPath("$.messages[4].content", equalTo(corrected)))
                .withRequestBody(matchingJsonPath("$.messages[5].content", equalTo("And now?"))));
    }

    @Test
    void its_refusal_comes_back_as_a_bad_gateway_that_says_what_to_do_and_repeats_nothing() {
        serve(status(401).withBody("{\"error\":{\"message\":\"Incorrect API key: a-key\"}}"));

        Response response = visitor.ask("What am I?", "default");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.type()).isEqualTo("application/problem+json");
        assertThat(response.json().get("title").asString()).isEqualTo("The upstream model did not answer");
        assertThat(response.json().get("detail").asString()).contains("status 401", "check OPENAI_API_KEY");
        assertThat(response.body()).doesNotContain("a-key", "Incorrect");
        assertThat(visitor.get("/api/chat/history").json().isEmpty()).isTrue();
    }

    @Test
    void a_broken_connection_comes_back_as_a_bad_gateway() {
        serve(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        Response response = visitor.ask("What am I?", "default");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.json().get("detail").asString()).isNotBlank();
    }

    @Test
    void a_failed_stream_ends_with_one_error_event() {
        serve(status(503).withBody("The model is loading"));

        List<Event> events = visitor.stream("What am I?", "default").events();

        assertThat(events).hasSize(1);
        assertThat(events.get(0).name()).isEqualTo("error");
        assertThat(events.get(0).data().get("status").asInt()).isEqualTo(502);
        assertThat(events.get(0).data().get("detail").asString()).contains("status 503");
        assertThat(events.toString()).doesNotContain("loading");
    }

    @Test
    void the_page_is_told_who_answers() {
        assertThat(visitor.get("/api/upstream").json().get("label").asString())
                .isEqualTo("some-model at " + SERVER.baseUrl() + "/v1");
    }

    @Test
    void the_built_in_bot_can_be_asked_besides() {
        assertThat(visitor.get("/api/models").json().findValuesAsString("name"))
                .containsExactly("some-model", "grumpy-bot");
        JsonNode reply =
                visitor.ask(Map.of("message", "Hello!", "model", "grumpy-bot")).json();

        assertThat(reply.get("model").asString()).isEqualTo("grumpy-bot");
        assertThat(reply.get("answer").asString()).contains("weather").doesNotContain("damn");
    }

    private static void serve(ResponseDefinitionBuilder response) {
        SERVER.stubFor(post("/v1/chat/completions").willReturn(response));
    }

    private static ResponseDefinitionBuilder answer() {
        return okJson("""
                {"id":"1","model":"some-model","choices":[{"index":0,"finish_reason":"stop",
                "message":{"role":"assistant","content":"%s"}}]}""".formatted(RUDE));
    }

    private static ResponseDefinitionBuilder stream() {
        StringBuilder body = new StringBuilder();
        for (String word : List.of("Read the ", "damn", " manual. It ", "is not hard.")) {
            body.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}\n\n".formatted(word));
        }
        body.append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        return WireMock.ok(body.toString()).withHeader("Content-Type", "text/event-stream");
    }
}
