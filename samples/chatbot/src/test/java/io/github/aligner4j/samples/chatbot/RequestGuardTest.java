// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What visitors of the page never send. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class RequestGuardTest {

    private static final String STREAM = "/api/chat/stream?message=Hello!&chain=default";

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Test
    void other_machines_can_not_connect() throws IOException {
        List<InetAddress> others = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
        for (InetAddress address : others) {
            assertThatThrownBy(() -> new Socket(address, port).close())
                    .as("%s", address)
                    .isInstanceOf(IOException.class);
        }
        new Socket(InetAddress.getLoopbackAddress(), port).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8080", "192.0.2.7"})
    void a_foreign_host_is_refused_everywhere(String host) throws IOException {
        for (String path : List.of("/", "/api/chains", "/actuator/health", STREAM)) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 403")
                    .contains("ALLOWED_HOSTS")
                    .doesNotContain("<html");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://localhost",
        "Origin, http://localhost.evil.example"
    })
    void what_another_sites_page_sends_is_refused(String header, String value) throws Exception {
        for (String path :
                List.of(STREAM, "/%61pi/chains", "/api/live", "/api/audit", "/actuator/metrics", "/chat.js")) {
            HttpResponse<String> response = send(request(path).header(header, value));

            assertThat(response.statusCode()).as(path).isEqualTo(403);
            assertThat(response.body()).contains("the request comes from another site's page");
        }
        HttpRequest.Builder question = request("/api/chat")
                .header(header, value)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"Hello!\"}"));
        assertThat(send(question).statusCode()).isEqualTo(403);
        assertThat(send(request("/api/chat/history").header(header, value).DELETE())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_link_on_another_page_leads_to_the_chatbot_but_no_frame_holds_it() throws Exception {
        HttpResponse<String> page = send(request("/").header("Sec-Fetch-Site", "cross-site"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("frame-ancestors 'none'"));
    }

    @Test
    void the_pages_own_requests_pass() throws Exception {
        assertThat(send(request("/api/chains")
                                .header("Sec-Fetch-Site", "same-origin")
                                .header("Origin", "http://localhost:" + port))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(request(STREAM)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void a_question_that_a_form_could_send_is_refused(String type) throws Exception {
        HttpRequest.Builder question = request("/api/chat")
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString("{\"message\":\"Hello!\"}"));

        assertThat(send(question).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodies_that_are_too_large_are_refused_however_many_come_at_once(boolean chunked) {
        byte[] body = ("{\"message\":\"" + "a".repeat(19 << 20) + "\"}").getBytes(StandardCharsets.US_ASCII);
        HttpRequest.BodyPublisher publisher = chunked
                ? BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))
                : BodyPublishers.ofByteArray(body);
        List<CompletableFuture<HttpResponse<String>>> posts = IntStream.range(0, 16)
                .mapToObj(i -> http.sendAsync(
                        request("/api/chat")
                                .header("Content-Type", "application/json")
                                .POST(publisher)
                                .build(),
                        BodyHandlers.ofString()))
                .toList();

        for (CompletableFuture<HttpResponse<String>> post : posts) {
            assertThat(post.join().statusCode()).isEqualTo(413);
            assertThat(post.join().body()).contains("at most 32768 bytes");
        }
    }

    @Test
    void a_form_that_is_too_large_is_not_read_either() throws Exception {
        HttpRequest.Builder form = request("/api/chat/history")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method("DELETE", BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[1 << 20])));

        assertThat(send(form).statusCode()).isEqualTo(413);
    }

    @Test
    void the_longest_question_passes_even_with_each_character_escaped() throws Exception {
        String escaped = "\\u00e9".repeat(Question.MAX_LENGTH);
        HttpRequest.Builder question = request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\":\"" + escaped + "\"}"));

        assertThat(send(question).statusCode()).isEqualTo(200);
    }

    @Test
    void error_pages_tell_nothing_of_the_inside() throws Exception {
        HttpRequest.Builder broken = request("/api/chat")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"message\": secret }"));
        for (HttpResponse<String> response :
                List.of(send(broken), send(request("/nowhere")), send(request("/error")), send(request("/api/chat")))) {
            assertThat(response.statusCode()).isBetween(400, 599);
            assertThat(response.body()).doesNotContain("secret", "Exception", "\tat ", "trace");
        }
        assertThat(raw("GET /[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContain("Exception", "Tomcat");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Java's client writes the host itself. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
