// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.List;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

/** A server with Ollama's API that completes each prompt with the same text. */
final class FakeOllama implements AutoCloseable {

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    FakeOllama(String model, String completion) {
        server.start();
        respond("/api/version", "{\"version\": \"0.12.11\"}");
        respond("/api/tags", "{\"models\": [{\"name\": \"" + model + "\"}]}");
        respond("/api/show", "{\"model_info\": {\"llama.context_length\": 4096}}");
        respond(
                "/api/generate",
                "{\"response\": \"" + completion + "\", \"done\": false}\n"
                        + "{\"response\": \"\", \"done\": true, \"done_reason\": \"stop\", \"prompt_eval_count\": 2,"
                        + " \"eval_count\": 3}\n");
    }

    private void respond(String path, String body) {
        server.stubFor(any(urlEqualTo(path)).willReturn(aResponse().withBody(body)));
    }

    String url() {
        return server.baseUrl();
    }

    /** Returns the bodies of the requests for completions. */
    List<String> completionRequests() {
        return server.findAll(postRequestedFor(urlEqualTo("/api/generate"))).stream()
                .map(request -> request.getBodyAsString())
                .toList();
    }

    @Override
    public void close() {
        server.stop();
    }
}
