// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Someone who talks to the chatbot through its port, with a session of their own. */
final class Visitor {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern EVENT = Pattern.compile("event:(.*)\ndata:(.*)");

    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String base;

    Visitor(int port) {
        this.base = "http://localhost:" + port;
    }

    Response get(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    Response delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path)).DELETE());
    }

    Response post(String body) {
        return send("POST", "/api/chat", body);
    }

    /** Sends a body of JSON. */
    Response send(String method, String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
    }

    /** Asks with fields of one's own and waits for the whole answer. */
    Response ask(Map<String, ?> fields) {
        return post(JSON.writeValueAsString(fields));
    }

    /** Sets the mode of a layer. */
    Response mode(String chain, String layer, String mode) {
        return send("PUT", "/api/modes/" + chain + "/" + layer, JSON.writeValueAsString(Map.of("mode", mode)));
    }

    /** Begins to receive live events. */
    LiveEvents live() {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/api/live")).build();
            return new LiveEvents(
                    http.send(request, BodyHandlers.ofInputStream()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks and waits for the whole answer. */
    Response ask(String message, String chain) {
        return post(JSON.writeValueAsString(Map.of("message", message, "chain", chain)));
    }

    /** Asks for a stream of events, and takes nothing else, as a browser's EventSource does. */
    Response stream(String message, String chain) {
        String query = "?message=" + encode(message) + "&chain=" + encode(chain);
        return send(HttpRequest.newBuilder(URI.create(base + "/api/chat/stream" + query))
                .header("Accept", "text/event-stream"));
    }

    private Response send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Response(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What came back. */
    record Response(int status, String type, String body) {

        JsonNode json() {
            return JSON.readTree(body);
        }

        List<Event> events() {
            return Arrays.stream(body.split("\n\n", -1))
                    .filter(block -> !block.isBlank() && !block.startsWith(":"))
                    .map(Event::parse)
                    .toList();
        }
    }

    /** Events as they come. */
    static final class LiveEvents implements AutoCloseable {

        private final BufferedReader lines;

        private LiveEvents(InputStream stream) {
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        /** Waits for the next event of this name; a missing node if the stream ends before. */
        JsonNode next(String name) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.equals("event:" + name)) {
                line = lines.readLine();
            }
            return line == null
                    ? JSON.getNodeFactory().missingNode()
                    : JSON.readTree(lines.readLine().substring("data:".length()));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    /** A server-sent event with JSON in it. */
    record Event(String name, JsonNode data) {

        static Event parse(String block) {
            Matcher matcher = EVENT.matcher(block);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not an event with one line of data: " + block);
            }
            return new Event(matcher.group(1), JSON.readTree(matcher.group(2)));
        }
    }
}
