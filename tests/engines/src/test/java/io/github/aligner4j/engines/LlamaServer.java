// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** llama.cpp's server in a process of its own, with float32 weights, keys and values. */
final class LlamaServer implements AutoCloseable {

    static {
        // The server closes a connection that was idle for 5 seconds.
        System.setProperty("jdk.httpclient.keepalive.timeout", "3");
    }

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SLOTS = 16;
    private static final Duration START = Duration.ofMinutes(2);

    private final CheckOptions options;
    private final Path program;
    private final Path model;
    private final Optional<Path> adapter;
    private final List<String> capacity;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private LlamaServer(CheckOptions options, Path model, Optional<Path> adapter, List<String> capacity) {
        this.options = options;
        this.program = options.server().orElseThrow();
        this.model = model;
        this.adapter = adapter;
        this.capacity = capacity;
        this.process = launch();
        awaitReady();
    }

    /** Starts a server for {@code model} and an adapter that requests can ask for, and waits until it is ready. */
    static LlamaServer start(CheckOptions options, Path model, Optional<Path> adapter) {
        return new LlamaServer(
                options, model, adapter, List.of("--parallel", "" + SLOTS, "--ctx-size", "" + SLOTS * 1024));
    }

    /**
     * Starts a server for one request at a time, with as many threads as the machine has processors.
     *
     * @param arguments more arguments
     * @return the server; empty if it does not start, as one that doesn't know an argument
     */
    static Optional<LlamaServer> startOne(CheckOptions options, Path model, List<String> arguments) {
        String threads = "" + Runtime.getRuntime().availableProcessors();
        List<String> capacity = new ArrayList<>(
                List.of("--parallel", "1", "--ctx-size", "2048", "--threads", threads, "--threads-batch", threads));
        capacity.addAll(arguments);
        try {
            return Optional.of(new LlamaServer(options, model, Optional.empty(), capacity));
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Ends the process at once, as a crash does, and starts it anew some seconds later. */
    void crash() {
        process.destroyForcibly();
        try {
            process.waitFor();
            TimeUnit.SECONDS.sleep(options.down());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = launch();
        awaitReady();
    }

    /** Returns the field {@code lora} that switches the adapter off; without it, the server adds it to each request. */
    List<Map<String, Integer>> noAdapter() {
        return adapter.isPresent() ? List.of(Map.of("id", 0, "scale", 0)) : List.of();
    }

    /** Sends a JSON document, and returns the answer. */
    JsonNode post(String path, Object body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(options.url() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = send(request);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    private Process launch() {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--model",
                model.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "" + options.port(),
                "--cache-type-k",
                "f32",
                "--cache-type-v",
                "f32"));
        command.addAll(capacity);
        adapter.ifPresent(file -> command.addAll(List.of("--lora", file.toString(), "--lora-init-without-apply")));
        Path log = options.work().resolve("llama-server.log");
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        HttpRequest health =
                HttpRequest.newBuilder(URI.create(options.url() + "/health")).build();
        long end = System.nanoTime() + START.toNanos();
        while (!ready(health)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IllegalStateException(program + " does not serve; see llama-server.log in " + options.work());
            }
        }
    }

    private boolean ready(HttpRequest health) {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
            return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server starts", e);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server answers", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
