// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.integration;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.util.Arrays;
import java.util.stream.Collectors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

/** An OpenAI-compatible server whose model is rude. */
final class Upstream implements AutoCloseable {

    static final String RUDE = "Your damn plan is late.";

    /** What an ideal Aligner makes of {@link #RUDE}; the embedded one may say it in other words. */
    static final String CIVIL = "Your plan is late.";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort());

    Upstream() {
        server.start();
        server.stubFor(post(urlPathEqualTo("/v1/chat/completions"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody(whole())));
        server.stubFor(post(urlPathEqualTo("/v1/chat/completions"))
                .withRequestBody(matchingJsonPath("$[?(@.stream == true)]"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(streamed())));
    }

    /** Returns whether an Aligner has made {@code answer} of {@link #RUDE}: it is civil, and says what the answer said. */
    static boolean isCorrected(String answer) {
        return answer.contains("plan") && answer.contains("late") && !answer.contains("damn");
    }

    String baseUrl() {
        return server.baseUrl() + "/v1";
    }

    /** Returns the body of the latest request. */
    String latestRequest() {
        return server.getAllServeEvents().get(0).getRequest().getBodyAsString();
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String whole() {
        return """
                {"id": "chatcmpl-1", "object": "chat.completion", "model": "rude-1",
                 "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "%s"}}],
                 "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}}""".formatted(RUDE);
    }

    private static String streamed() {
        String chunk = "data: {\"id\": \"chatcmpl-1\", \"object\": \"chat.completion.chunk\", \"model\": \"rude-1\", "
                + "\"choices\": [{\"index\": 0, %s}]}\n\n";
        return Arrays.stream(RUDE.split("(?<= )"))
                        .map(word -> chunk.formatted("\"delta\": {\"content\": \"" + word + "\"}"))
                        .collect(Collectors.joining())
                + chunk.formatted("\"delta\": {}, \"finish_reason\": \"stop\"")
                + "data: [DONE]\n\n";
    }
}
