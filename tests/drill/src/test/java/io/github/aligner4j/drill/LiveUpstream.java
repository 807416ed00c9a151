// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.drill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An OpenAI-compatible server that each question tells what to do, step by step, while its caller waits. */
final class LiveUpstream implements AutoCloseable {

    private static final long KEEP_ALIVE_MILLIS = 20;
    private static final Pattern TOKEN = Pattern.compile("\\[live-\\d+]");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("drill-upstream"));
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    LiveUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String baseUrl() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }

    /** Returns the question that is answered by {@code script}, once. */
    String question(Script script) {
        String token = "[live-" + count.incrementAndGet() + "]";
        scripts.put(token, script);
        return "How is my plan? " + token;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher token = TOKEN.matcher(body);
        Script script = token.find() ? scripts.remove(token.group()) : null;
        if (script == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        try (exchange) {
            script.play(new Answering(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** What the server does about one question. */
    @FunctionalInterface
    interface Script {

        /** Answers; returning closes the connection, whatever was said. */
        void play(Answering answering) throws IOException, InterruptedException;
    }

    /** One answer that is being written. */
    static final class Answering {

        private final HttpExchange exchange;

        Answering(HttpExchange exchange) {
            this.exchange = exchange;
        }

        /** Begins a stream, and returns what it is written to. */
        void begin() throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
        }

        void send(String event) throws IOException {
            OutputStream out = exchange.getResponseBody();
            out.write(event.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void say(String piece) throws IOException {
            send(Texts.event(Texts.content(piece), ""));
        }

        /**
         * Says nothing until {@code over}, but keeps the connection alive: Spring AI's client can't be cancelled while nothing at
         * all comes.
         */
        void pause(CountDownLatch over) throws IOException, InterruptedException {
            while (!over.await(KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS)) {
                send(": still there\n\n");
            }
        }

        void end() throws IOException {
            send(Texts.event("", "stop"));
            send(Texts.done());
        }

        /** Sends a whole response. */
        void whole(String json) throws IOException {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
