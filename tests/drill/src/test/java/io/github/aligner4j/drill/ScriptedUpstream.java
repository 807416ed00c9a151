// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

/** An OpenAI-compatible server that fails as the question's last word says. */
final class ScriptedUpstream implements AutoCloseable {

    /** Longer than impatient clients wait, and short enough not to hold the server's threads. */
    private static final int HANGING_MILLIS = 2_500;

    private static final int SLOW_MILLIS = 300;

    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .dynamicPort()
            .dynamicHttpsPort()
            .disableRequestJournal()
            .containerThreads(160));

    private final Map<String, Boolean> stubbed = new ConcurrentHashMap<>();

    ScriptedUpstream() {
        server.start();
        answers();
        failures();
        tools();
    }

    String baseUrl() {
        return "http://localhost:" + server.port() + "/v1";
    }

    /** The same server behind a certificate that nobody trusts. */
    String untrustedUrl() {
        return "https://localhost:" + server.httpsPort() + "/v1";
    }

    /** Returns the question that is answered in the way of that name. */
    static String question(String way) {
        return "How is my plan? [" + way + "]";
    }

    /** Has questions of that name answered with {@code text}, from the first time on. */
    void say(String way, String text) {
        say(way, List.of(text));
    }

    /** Callers of the same name wait until the first of them has set the answer. */
    void say(String way, List<String> pieces) {
        stubbed.computeIfAbsent(way, added -> {
            stub(
                    way,
                    json(Texts.whole(Texts.content(String.join("", pieces)), "stop")),
                    events(Texts.stream(pieces, "stop")));
            return true;
        });
    }

    private void answers() {
        say("plain", Texts.words(Texts.RUDE));
        stub(
                "slow",
                json(Texts.whole(Texts.content(Texts.RUDE), "stop")).withFixedDelay(SLOW_MILLIS),
                events(Texts.stream(Texts.words(Texts.RUDE), "stop")).withChunkedDribbleDelay(4, SLOW_MILLIS));
        stub(
                "filtered",
                json(Texts.whole(Texts.content(Texts.RUDE), "content_filter")),
                events(Texts.stream(Texts.words(Texts.RUDE), "content_filter")));
        stub(
                "null-text",
                json(Texts.whole("\"content\": null", "stop")),
                events(Texts.event("\"content\": null", "stop") + Texts.done()));
        say("blank-text", "  \n ");
        stub(
                "no-choices",
                json(
                        "{\"id\": \"1\", \"object\": \"chat.completion\", \"created\": 1, \"model\": \"m\", \"choices\": []}"),
                events("data: {\"id\": \"1\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"m\", "
                        + "\"choices\": []}\n\n" + Texts.done()));
        say("inline-thinking", List.of("<th", "ink>Is it", " late? Yes.</thi", "nk>\n", "Your damn", " plan is late."));
    }

    private void failures() {
        both("hanging", aResponse().withFixedDelay(HANGING_MILLIS));
        both("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
        both("empty-reply", aResponse().withFault(Fault.EMPTY_RESPONSE));
        both("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        both("broken-chunk", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
        both(
                "429",
                aResponse()
                        .withStatus(429)
                        .withHeader("Retry-After", "30")
                        .withHeader("Content-Type", "application/json")
                        .withBody("{\"error\": {\"message\": \"too many\", \"type\": \"rate_limit\"}}"));
        both("500", aResponse().withStatus(500).withBody("{\"error\": {\"message\": \"oops\"}}"));
        String half = Texts.whole(Texts.content(Texts.RUDE), "stop");
        stub("half-json", json(half.substring(0, half.indexOf("late"))), events(half(Texts.RUDE)));
        both("html", aResponse().withHeader("Content-Type", "text/html").withBody("<html>" + Texts.RUDE + "</html>"));
        both("empty-body", aResponse().withHeader("Content-Type", "application/json"));
        stub("wrong-json", json("[1, \"two\", {\"choices\": 3}]"), events("data: [1, 2]\n\n" + Texts.done()));
    }

    /** Text beside a tool call first, and when the tool has answered, plain text. */
    private void tools() {
        stub(
                "tools",
                json(Texts.whole(Texts.content(Texts.RUDE) + ", " + Texts.toolCall(), "tool_calls")),
                events(Texts.event(Texts.content("Your damn "), "")
                        + Texts.event(Texts.content("plan is late."), "")
                        + Texts.event(Texts.toolCall(), "")
                        + Texts.event("", "tool_calls")
                        + Texts.done()));
        server.stubFor(asking("tools")
                .withRequestBody(toolAnswered())
                .atPriority(2)
                .willReturn(json(Texts.whole(Texts.content(Texts.RUDE), "stop"))));
        server.stubFor(asking("tools")
                .withRequestBody(toolAnswered())
                .withRequestBody(streaming())
                .atPriority(1)
                .willReturn(events(Texts.stream(Texts.words(Texts.RUDE), "stop"))));
    }

    private static String half(String text) {
        String event = Texts.event(Texts.content(text), "");
        return Texts.event(Texts.content("Your "), "") + event.substring(0, event.length() / 2);
    }

    private void both(String way, ResponseDefinitionBuilder response) {
        stub(way, response, response);
    }

    private void stub(String way, ResponseDefinitionBuilder whole, ResponseDefinitionBuilder streamed) {
        server.stubFor(asking(way).atPriority(4).willReturn(whole));
        server.stubFor(asking(way).withRequestBody(streaming()).atPriority(3).willReturn(streamed));
    }

    private static MappingBuilder asking(String way) {
        return post(urlPathEqualTo("/v1/chat/completions")).withRequestBody(containing("[" + way + "]"));
    }

    private static com.github.tomakehurst.wiremock.matching.StringValuePattern streaming() {
        return matchingJsonPath("$[?(@.stream == true)]");
    }

    private static com.github.tomakehurst.wiremock.matching.StringValuePattern toolAnswered() {
        return matchingJsonPath("$.messages[?(@.role == 'tool')]");
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static ResponseDefinitionBuilder events(String body) {
        return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
