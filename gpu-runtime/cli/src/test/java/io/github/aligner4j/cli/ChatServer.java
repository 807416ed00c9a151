// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A chat endpoint on this machine whose replies are scripted; each reads 100 tokens and generates 10. */
final class ChatServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private final Function<String, @Nullable String> script;

    /**
     * Starts a server.
     *
     * @param script returns the reply to all messages of a request, one after the other; null for a refusal
     */
    ChatServer(Function<String, @Nullable String> script) throws IOException {
        this.script = script;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/models", exchange -> send(exchange, 200, "{\"data\": [{\"id\": \"m\"}]}"));
        server.createContext("/v1/chat/completions", this::chat);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the messages of all requests. */
    List<String> prompts() {
        return List.copyOf(prompts);
    }

    private void chat(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        StringBuilder messages = new StringBuilder();
        request.path("messages")
                .forEach(message ->
                        messages.append(message.path("content").stringValue()).append('\n'));
        prompts.add(messages.toString());
        String reply = script.apply(messages.toString());
        if (reply == null) {
            send(exchange, 400, "{\"error\": {\"message\": \"refused\"}}");
            return;
        }
        ObjectNode text = JSON.createObjectNode();
        ObjectNode choice = text.putArray("choices").addObject();
        choice.putObject("delta").put("content", reply);
        ObjectNode end = JSON.createObjectNode();
        end.putArray("choices").addObject().put("finish_reason", "stop").putObject("delta");
        ObjectNode usage = JSON.createObjectNode();
        usage.putArray("choices");
        usage.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        send(exchange, 200, "data: " + text + "\n\ndata: " + end + "\n\ndata: " + usage + "\n\ndata: [DONE]\n\n");
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
