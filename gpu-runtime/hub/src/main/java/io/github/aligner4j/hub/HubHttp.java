// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Single requests to the hub, with redirects to where it keeps its files.
 *
 * <p>Redirects are followed here, not by the JDK's client, because the token must reach the hub only: it is sent to the scheme,
 * host and port of the endpoint and nowhere else. A redirect from https to http is refused.
 *
 * @param client client that follows no redirects
 * @param endpoint address of the hub
 * @param token access token, null for none
 * @param timeout time until headers arrive, and between two parts of a body
 * @param clock clock for dates in {@code Retry-After}
 */
record HubHttp(HttpClient client, URI endpoint, @Nullable String token, Duration timeout, Clock clock) {

    private static final int MAX_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> RETRYABLE = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** Returns the address of a path on the hub. */
    URI uri(String path) {
        return URI.create(endpoint + "/" + path);
    }

    /**
     * Opens the content at {@code uri}.
     *
     * @param from offset of the first byte wanted; a server may ignore it and answer 200
     * @return a response of status 200, 206 or 416
     * @throws RetryableException if another attempt may succeed
     * @throws HubException if not
     */
    HttpResponse<InputStream> get(HubSource source, URI uri, long from) throws RetryableException {
        HttpResponse<InputStream> response =
                send(source, request(uri, from).GET().build());
        for (int redirects = 0; REDIRECTS.contains(response.statusCode()); redirects++) {
            close(response);
            if (redirects == MAX_REDIRECTS) {
                throw new HubException(source + ": the hub redirected more than " + MAX_REDIRECTS + " times");
            }
            URI target = target(source, response);
            response = send(source, request(target, from).GET().build());
        }
        return checked(source, response, from);
    }

    /** Returns the headers of a file, or those of the redirect to where the hub keeps it. */
    HttpResponse<InputStream> head(HubSource source, URI uri) throws RetryableException {
        HttpRequest.BodyPublisher none = HttpRequest.BodyPublishers.noBody();
        HttpResponse<InputStream> response =
                send(source, request(uri, 0).method("HEAD", none).build());
        for (int redirects = 0; REDIRECTS.contains(response.statusCode()) && redirects < MAX_REDIRECTS; redirects++) {
            close(response);
            URI target = target(source, response);
            if (!isHub(target)) {
                return response;
            }
            response = send(source, request(target, 0).method("HEAD", none).build());
        }
        return checked(source, response, 0);
    }

    /** Returns the timeout in words. */
    String seconds() {
        return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private HttpRequest.Builder request(URI uri, long from) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("User-Agent", "aligner4j").header("Accept-Encoding", "identity");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (token != null && isHub(uri)) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    private HttpResponse<InputStream> send(HubSource source, HttpRequest request) throws RetryableException {
        String host = request.uri().getHost();
        CompletableFuture<HttpResponse<InputStream>> response =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new RetryableException(host + " did not answer within " + seconds(), e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new HubException(source + ": interrupted while waiting for " + host, e);
        } catch (ExecutionException e) {
            throw failure(source, host, e.getCause() == null ? e : e.getCause());
        }
    }

    private static RetryableException failure(HubSource source, String host, Throwable cause) {
        if (cause instanceof SSLHandshakeException) {
            throw new HubException(
                    source + ": the certificate of " + host
                            + " is not trusted; if a proxy or mirror has one of its own, add "
                            + "it to a trust store and name that by -Djavax.net.ssl.trustStore",
                    cause);
        }
        if (cause instanceof IOException) {
            return new RetryableException(
                    "the connection to " + host + " failed (" + cause.getClass().getSimpleName() + ")", cause);
        }
        throw new HubException(source + ": the request to " + host + " failed", cause);
    }

    private HttpResponse<InputStream> checked(HubSource source, HttpResponse<InputStream> response, long from)
            throws RetryableException {
        int status = response.statusCode();
        if (status == OK || (from > 0 && (status == PARTIAL || status == RANGE_NOT_SATISFIABLE))) {
            return response;
        }
        close(response);
        if (RETRYABLE.contains(status)) {
            throw new RetryableException(
                    response.uri().getHost() + " answered with status " + status,
                    RetryAfter.of(response.headers(), clock).orElse(null));
        }
        if (!isHub(response.uri())) {
            throw new HubException(source + ": " + response.uri().getHost()
                    + ", to which the hub redirected, answered with status " + status
                    + "; check that a proxy or firewall lets it through");
        }
        throw HubErrors.of(source, this, response);
    }

    private URI target(HubSource source, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI target = response.uri().resolve(location);
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean secure = "https".equalsIgnoreCase(response.uri().getScheme());
            if (!location.isBlank()
                    && target.getHost() != null
                    && (scheme.equals("https") || (scheme.equals("http") && !secure))) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // refused below, without the address, which may hold a signature
        }
        throw new HubException(source + ": " + response.uri().getHost()
                + " redirected to an address that is no http or https URL, or from https to http; check HF_ENDPOINT");
    }

    /** Returns whether {@code uri} has the scheme, host and port of the endpoint. */
    private boolean isHub(URI uri) {
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && port(endpoint) == port(uri);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    static void close(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // the connection is dropped
        }
    }

    /** Returns this without the token. */
    @Override
    public String toString() {
        return "HubHttp[" + endpoint + "]";
    }
}
