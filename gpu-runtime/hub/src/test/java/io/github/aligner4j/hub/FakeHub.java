// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/** A small hub on this machine, which serves ranges as the real one does. */
final class FakeHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final HubSource SOURCE = HubSource.of("org/model");
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static final String RANGES = "ranges";

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().extensions(new Ranges()));
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private String commit = COMMIT;

    /** Delays that the client of this hub would have slept. */
    final List<Duration> delays = new ArrayList<>();

    FakeHub() {
        server.start();
    }

    WireMockServer server() {
        return server;
    }

    String url() {
        return server.baseUrl();
    }

    /** Adds a file; files that end in {@code .safetensors} are large ones (LFS). */
    FakeHub with(String path, String content) {
        return with(path, content.getBytes(StandardCharsets.UTF_8));
    }

    FakeHub with(String path, byte[] content) {
        files.put(path, content);
        return list();
    }

    /** Adds the files of a small checkpoint. */
    FakeHub withCheckpoint() {
        return with("config.json", "{\"model_type\": \"llama\"}")
                .with("tokenizer.json", "{}")
                .with("model.safetensors", bytes(300_000));
    }

    FakeHub at(String commit) {
        this.commit = commit;
        return list();
    }

    byte[] content(String path) {
        return Objects.requireNonNull(files.get(path), path);
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private FakeHub list() {
        server.stubFor(get(urlPathMatching("/api/models/org/model/revision/.*")).willReturn(json(listing(files))));
        files.forEach((path, content) -> server.stubFor(file(path).willReturn(ranges(content))));
        return this;
    }

    /** Serves another list of files. */
    FakeHub withListing(String json) {
        server.stubFor(get(urlPathMatching("/api/models/org/model/revision/.*")).willReturn(json(json)));
        return this;
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    String listing(Map<String, byte[]> listed) {
        String siblings = listed.entrySet().stream()
                .map(file -> sibling(file.getKey(), file.getValue()))
                .collect(Collectors.joining(", "));
        return "{\"id\": \"org/model\", \"sha\": \"" + commit + "\", \"siblings\": [" + siblings + "]}";
    }

    private static String sibling(String path, byte[] content) {
        String large = isLarge(path)
                ? ", \"lfs\": {\"sha256\": \"" + sha256(content) + "\", \"size\": " + content.length
                        + ", \"pointerSize\": 134}"
                : "";
        return "{\"rfilename\": \"" + path + "\", \"size\": " + content.length + ", \"blobId\": \"" + git(content)
                + "\"" + large + "}";
    }

    static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".bin");
    }

    static String blobName(String path, byte[] content) {
        return isLarge(path) ? sha256(content) : git(content);
    }

    /** Returns the request for a file, to answer it in another way. */
    MappingBuilder file(String path) {
        return get(urlEqualTo(urlOf(path)));
    }

    String urlOf(String path) {
        return "/org/model/resolve/" + commit + "/" + path;
    }

    static ResponseDefinitionBuilder ranges(byte[] content) {
        return aResponse().withBody(content).withTransformers(RANGES);
    }

    List<LoggedRequest> requests(String path) {
        return server.findAll(getRequestedFor(urlEqualTo(urlOf(path))));
    }

    List<LoggedRequest> requests() {
        return server.findAll(getRequestedFor(anyUrl()));
    }

    /** Returns a builder of a client of this hub that doesn't sleep. */
    HubClient.Builder client(Path cache) {
        return client(cache, Map.of());
    }

    HubClient.Builder client(Path cache, Map<String, String> environment) {
        return HubClient.builder(environment::get)
                .cache(cache)
                .endpoint(url())
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .retryPolicy(new RetryPolicy(5, delays::add, new Random(1)));
    }

    @Override
    public void close() {
        server.stop();
    }

    /** Returns a file of the snapshot in a cache. */
    static Path snapshot(Path cache, String file) {
        return cache.resolve("models--org--model/snapshots/" + COMMIT).resolve(file);
    }

    /** Returns the names of the contents in a cache. */
    static List<String> blobs(Path cache) throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("models--org--model/blobs"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    static String sha256(byte[] content) {
        return hash("SHA-256", new byte[0], content);
    }

    static String git(byte[] content) {
        return hash("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    private static String hash(String algorithm, byte[] head, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(head);
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers {@code Range} requests with the rest of the body. */
    private static final class Ranges implements ResponseTransformerV2 {

        @Override
        public Response transform(Response response, ServeEvent event) {
            HttpHeader range = event.getRequest().header("Range");
            if (!range.isPresent()) {
                return response;
            }
            byte[] body = response.getBody();
            int from = Integer.parseInt(range.firstValue().replaceAll("[^0-9]", ""));
            return Response.Builder.like(response)
                    .but()
                    .status(206)
                    .headers(response.getHeaders()
                            .plus(HttpHeader.httpHeader(
                                    "Content-Range", "bytes " + from + "-" + (body.length - 1) + "/" + body.length)))
                    .body(Arrays.copyOfRange(body, from, body.length))
                    .build();
        }

        @Override
        public String getName() {
            return RANGES;
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }
    }

    /** Collects what a listener hears. */
    static final class Progress implements DownloadListener {

        final List<String> retries = new ArrayList<>();
        final Map<String, Long> bytes = new LinkedHashMap<>();
        long announced;

        @Nullable HubSource source;

        @Override
        public void onStart(HubSource source, int files, long bytes) {
            this.source = source;
            announced += bytes;
        }

        @Override
        public void onBytes(String file, long number) {
            bytes.merge(file, number, Long::sum);
        }

        @Override
        public void onRetry(String problem, Duration delay) {
            retries.add(problem);
        }

        long total() {
            return bytes.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
