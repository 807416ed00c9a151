// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sends requests to one URL. Holds the key, so it is never printed. */
final class Transport {

    private final HttpClient client;
    private final URI base;
    private final HttpFailures failures;
    private final @Nullable String key;
    private final Duration maxSilence;

    Transport(HttpClient client, URI base, HttpFailures failures, @Nullable String key, Duration maxSilence) {
        this.client = client;
        this.base = base;
        this.failures = failures;
        this.key = key;
        this.maxSilence = maxSilence;
    }

    HttpFailures failures() {
        return failures;
    }

    /** Returns the JSON document at a path; {@code body} is posted unless it is null. */
    JsonNode json(String path, @Nullable ObjectNode body, Call call) {
        return exchange(path, body, call, reader -> {
            JsonNode answer = Json.parse(reader.rest());
            if (answer == null) {
                throw failures.broken("answered " + path + " with something that is no JSON; check that base-url is an"
                        + " engine's, and that the engine is of the kind that engine names");
            }
            return answer;
        });
    }

    /** Posts {@code body} and has {@code reading} read the answer as it comes. */
    <T> T exchange(String path, @Nullable ObjectNode body, Call call, Function<BodyReader, T> reading) {
        HttpExchange exchange = HttpExchange.send(client, request(path, body), failures, call, maxSilence);
        try (exchange) {
            HttpExchange.Head head = exchange.head();
            BodyReader reader = new BodyReader(exchange, failures);
            if (head.status() != 200) {
                throw failures.status(head.status(), head.headers(), Json.parse(reader.rest()));
            }
            return reading.apply(reader);
        }
    }

    private HttpRequest request(String path, @Nullable ObjectNode body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json, text/event-stream");
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null) {
            request.header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body)));
        }
        return request.build();
    }
}
