// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** A visitor who leaves while the upstream model, which says a word now and then and never ends, is still answering. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chatbot.max-questions=1")
class DepartureTest {

    private static final String WORD = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"}}]}\n\n";
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static final Semaphore ASKED = new Semaphore(0);
    private static final CountDownLatch CANCELLED = new CountDownLatch(1);
    private static final HttpServer UPSTREAM = upstream();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void upstream(DynamicPropertyRegistry registry) {
        registry.add(
                "chatbot.upstream.base-url",
                () -> "http://localhost:" + UPSTREAM.getAddress().getPort() + "/v1");
    }

    @AfterAll
    static void close() {
        UPSTREAM.stop(0);
        THREADS.shutdownNow();
    }

    @Test
    void the_upstream_model_is_cancelled_and_the_next_question_has_the_place() throws Exception {
        try (Socket visitor = new Socket(InetAddress.getLoopbackAddress(), port)) {
            visitor.getOutputStream()
                    .write("GET /api/chat/stream?message=Hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(ASKED.tryAcquire(30, TimeUnit.SECONDS)).isTrue();

            Response second = new Visitor(port).stream("Hello", "default");
            assertThat(second.status()).isEqualTo(503);
            assertThat(second.json().get("detail").asString())
                    .isEqualTo("the chatbot is answering as many questions as it may (1); try again in a moment");
            assertThat(new Visitor(port).ask("Hello", "default").status()).isEqualTo(503);
        }

        assertThat(CANCELLED.await(60, TimeUnit.SECONDS)).isTrue();
        try (Socket next = new Socket(InetAddress.getLoopbackAddress(), port)) {
            while (!ASKED.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                next.getOutputStream()
                        .write("GET /api/chat/stream?message=Again HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static HttpServer upstream() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/chat/completions", DepartureTest::trickle);
            server.setExecutor(THREADS);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void trickle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        ASKED.release();
        try (OutputStream out = exchange.getResponseBody()) {
            while (!new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS)) {
                out.write(WORD.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            CANCELLED.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
