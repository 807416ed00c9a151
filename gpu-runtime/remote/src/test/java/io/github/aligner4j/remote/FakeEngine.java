// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An engine that continues every prompt with the same words, and speaks HTTP as a {@link Dialect} does. It keeps limits and stop
 * strings, and notices when a connection is closed.
 */
final class FakeEngine implements AutoCloseable {

    private static final int LENGTH = 200;

    private final Dialect dialect;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<JsonNode> completions = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> closedConnections = new LinkedBlockingQueue<>();
    private volatile boolean endless;
    private volatile int tokensUntilCut = Integer.MAX_VALUE;
    private volatile int failures;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();

    FakeEngine(Dialect dialect) {
        this(dialect, 0);
    }

    /** Listens at a port; 0 chooses a free one. */
    FakeEngine(Dialect dialect, int port) {
        this.dialect = dialect;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns the bodies of the requests for completions, those of the probe included. */
    List<JsonNode> completions() {
        return completions;
    }

    JsonNode lastCompletion() {
        return completions.get(completions.size() - 1);
    }

    List<String> keys() {
        return keys;
    }

    /** Generates without end. */
    FakeEngine endless() {
        endless = true;
        return this;
    }

    /** Breaks the connection of the next {@code times} completions after a number of tokens. */
    void cutAfter(int tokens, int times) {
        tokensUntilCut = tokens;
        failures = times;
    }

    /** Holds completions until the returned latch is counted down. */
    CountDownLatch hold() {
        CountDownLatch held = new CountDownLatch(1);
        gate = held;
        return held;
    }

    /** Waits until a completion has arrived. */
    void awaitArrival() throws InterruptedException {
        arrivals.take();
    }

    void forgetArrivals() {
        arrivals.clear();
    }

    /** Waits until the engine notices a closed connection. */
    String awaitClosedConnection() throws InterruptedException {
        return closedConnections.take();
    }

    /** Closes all connections, then ends what is held. */
    @Override
    public void close() {
        server.stop(0);
        gate.countDown();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = bytes.length == 0 ? Json.MAPPER.createObjectNode() : Json.MAPPER.readTree(bytes);
            String key = exchange.getRequestHeaders().getFirst("Authorization");
            if (key != null) {
                keys.add(key);
            }
            String path = exchange.getRequestURI().getPath();
            if (path.equals(dialect.completionPath()) || path.equals(dialect.chatPath())) {
                complete(exchange, body, path.equals(dialect.chatPath()));
                return;
            }
            JsonNode answer = dialect.answer(path, body);
            send(
                    exchange,
                    answer == null ? 404 : 200,
                    answer == null ? "{\"detail\":\"Not Found\"}" : answer.toString());
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void complete(HttpExchange exchange, JsonNode body, boolean chat) throws IOException {
        completions.add(body);
        arrivals.add("arrived");
        try {
            gate.await();
        } catch (InterruptedException e) {
            return;
        }
        int cut = failures > 0 ? tokensUntilCut : Integer.MAX_VALUE;
        failures = Math.max(0, failures - 1);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        try {
            generate(body, chat, cut, out);
        } catch (IOException e) {
            closedConnections.add("closed");
            throw e;
        }
    }

    private void generate(JsonNode body, boolean chat, int cut, OutputStream out) throws IOException {
        for (int i = 0; endless; i++) {
            write(dialect.text(word(i), chat, body), out);
        }
        int limit = Math.min(LENGTH, Math.max(1, dialect.maxNewTokens(body)));
        String all = words(limit);
        String stop = dialect.stop(body);
        int end = stop.isEmpty() ? -1 : all.indexOf(stop);
        String text = end < 0 ? all : all.substring(0, end);
        String reason = end >= 0 || limit == LENGTH ? "stop" : "length";
        int tokens = 0;
        for (int from = 0; from < text.length(); tokens++) {
            if (tokens == cut) {
                throw new IOException("cut off as the test asks for");
            }
            int to = from + Math.min(word(tokens).length(), text.length() - from);
            write(dialect.text(text.substring(from, to), chat, body), out);
            from = to;
        }
        finish(body, chat, new Finish(reason, tokens), out);
    }

    private record Finish(String reason, int tokens) {}

    private void finish(JsonNode body, boolean chat, Finish finish, OutputStream out) throws IOException {
        int prompt = dialect.promptTokens(body, chat);
        for (ObjectNode last : dialect.end(finish.reason(), prompt, finish.tokens(), chat)) {
            write(last, out);
        }
        if (dialect.endsWithDone()) {
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private void write(ObjectNode chunk, OutputStream out) throws IOException {
        out.write(dialect.line(chunk).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Returns the words of every completion; no two are the same. */
    static String word(int index) {
        return "word" + index + " ";
    }

    static String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(word(i));
        }
        return text.toString();
    }
}
