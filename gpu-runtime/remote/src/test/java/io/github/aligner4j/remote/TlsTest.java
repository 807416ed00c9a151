// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Failures of TLS say what is wrong, and are not tried again. */
class TlsTest {

    @Test
    void a_certificate_that_no_known_authority_signed_is_explained() {
        try (StubEngine engine =
                new StubEngine(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort())) {
            assertThatThrownBy(() -> RemoteCompletionModel.create(
                            RemoteEngine.builder("vllm").baseUrl(engine.url()).build()))
                    .isInstanceOfSatisfying(
                            RemoteEngineException.class,
                            e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("TLS with vLLM at https://localhost")
                    .hasMessageContaining("trust store");
        }
    }

    @Test
    void an_engine_without_tls_is_explained() {
        try (FakeEngine engine = new FakeEngine(Dialect.VLLM)) {
            String url = engine.url().replace("http:", "https:");

            assertThatThrownBy(() -> RemoteCompletionModel.create(
                            RemoteEngine.builder("vllm").baseUrl(url).build()))
                    .isInstanceOf(RemoteEngineException.class)
                    .hasMessageContaining("begin base-url with http://");
        }
    }
}
