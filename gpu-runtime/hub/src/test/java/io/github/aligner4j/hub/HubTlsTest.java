// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubTlsTest {

    @TempDir
    private Path cache;

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private String secure() {
        return "https://localhost:" + server.httpsPort();
    }

    @Test
    void a_certificate_that_is_not_trusted_is_named_at_once() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> HubClient.builder(name -> null)
                        .cache(cache)
                        .endpoint(secure())
                        .build()
                        .download(SOURCE))
                .withMessage(
                        "hf://org/model: the certificate of localhost is not trusted; if a proxy or mirror has one of its "
                                + "own, add it to a trust store and name that by -Djavax.net.ssl.trustStore");
    }

    @Test
    void a_redirect_from_https_to_http_is_refused() throws GeneralSecurityException {
        server.stubFor(get(anyUrl())
                .willReturn(aResponse()
                        .withStatus(302)
                        .withHeader("Location", "http://localhost:" + server.port() + "/plain")));
        HubHttp http = new HubHttp(
                HttpClient.newBuilder().sslContext(trusting()).build(),
                URI.create(secure()),
                "hf_secret",
                Duration.ofSeconds(30),
                Clock.systemUTC());

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> http.get(SOURCE, http.uri("x"), 0))
                .withMessage(
                        "hf://org/model: localhost redirected to an address that is no http or https URL, or from https to "
                                + "http; check HF_ENDPOINT");
    }

    private static SSLContext trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        return context;
    }

    /** Trusts the certificate of the server of this test. */
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
