// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

/** An engine of which each answer is written down, to answer in ways that no engine should. */
final class StubEngine implements AutoCloseable {

    private final WireMockServer server;

    StubEngine() {
        this(WireMockConfiguration.options().dynamicPort());
    }

    StubEngine(WireMockConfiguration options) {
        server = new WireMockServer(options);
        server.start();
    }

    /** Returns a vLLM or SGLang, llama.cpp or Ollama that passes the probe. */
    static StubEngine probed(Dialect dialect) {
        StubEngine engine = new StubEngine();
        engine.json("/v1/models", "{\"data\": [{\"id\": \"m\", \"max_model_len\": 2048}]}");
        engine.json("/props", "{\"build_info\": \"b1\", \"default_generation_settings\": {\"n_ctx\": 2048}}");
        engine.json("/api/version", "{\"version\": \"1\"}");
        engine.json("/api/tags", "{\"models\": [{\"name\": \"m\"}]}");
        engine.json("/api/show", "{\"model_info\": {}}");
        engine.json("/tokenize", "{\"tokens\": [5]}");
        engine.stream(dialect.completionPath(), answer(dialect));
        return engine;
    }

    /** Returns a whole answer to a prompt of one token. */
    static String answer(Dialect dialect) {
        StringBuilder answer =
                new StringBuilder(dialect.line(dialect.text("fine", false, Json.MAPPER.createObjectNode())));
        dialect.end("length", 1, 1, false).forEach(chunk -> answer.append(dialect.line(chunk)));
        return answer + (dialect.endsWithDone() ? "data: [DONE]\n\n" : "");
    }

    String url() {
        return server.isHttpsEnabled() ? "https://localhost:" + server.httpsPort() : server.baseUrl();
    }

    void json(String path, String body) {
        respond(path, aResponse().withHeader("Content-Type", "application/json").withBody(body));
    }

    void stream(String path, String body) {
        respond(
                path,
                aResponse().withHeader("Content-Type", "text/event-stream").withBody(body));
    }

    void respond(String path, ResponseDefinitionBuilder response) {
        server.stubFor(any(urlEqualTo(path)).willReturn(response));
    }

    /** Responds once with {@code first}, then with {@code second}. */
    void respondInTurn(String path, ResponseDefinitionBuilder first, ResponseDefinitionBuilder second) {
        server.stubFor(any(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(first)
                .willSetStateTo("second"));
        server.stubFor(any(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs("second")
                .willReturn(second));
    }

    int requests(String path) {
        return server.findAll(anyRequestedFor(urlEqualTo(path))).size();
    }

    @Override
    public void close() {
        server.stop();
    }
}
