// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HubSettingsTest {

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @TempDir
    private Path folder;

    private static HubSettings of(Map<String, String> environment) {
        return HubSettings.of(environment::get);
    }

    @Test
    void the_cache_is_where_huggingface_hub_has_it() {
        assertThat(of(Map.of()).cache()).isEqualTo(HOME.resolve(".cache/huggingface/hub"));
        assertThat(of(Map.of("XDG_CACHE_HOME", "/xdg")).cache()).isEqualTo(Path.of("/xdg/huggingface/hub"));
        assertThat(of(Map.of("HF_HOME", "/hf", "XDG_CACHE_HOME", "/xdg")).cache())
                .isEqualTo(Path.of("/hf/hub"));
        assertThat(of(Map.of("HF_HUB_CACHE", "~/models", "HF_HOME", "/hf")).cache())
                .isEqualTo(HOME.resolve("models"));
        assertThat(of(Map.of("HUGGINGFACE_HUB_CACHE", "/old")).cache()).isEqualTo(Path.of("/old"));
    }

    @Test
    void the_token_is_that_of_the_variable_or_of_the_file() throws IOException {
        Path file = folder.resolve("token");
        Files.writeString(file, "hf_file\n");

        assertThat(of(Map.of("HF_HOME", folder.toString())).token()).isEqualTo("hf_file");
        assertThat(of(Map.of("HF_HOME", folder.toString(), "HF_TOKEN", " hf_variable "))
                        .token())
                .isEqualTo("hf_variable");
        assertThat(of(Map.of("HF_TOKEN_PATH", file.toString(), "HF_HOME", "/none"))
                        .token())
                .isEqualTo("hf_file");
        assertThat(of(Map.of("HF_HOME", folder.toString(), "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))
                        .token())
                .isNull();
        assertThat(of(Map.of("HF_HOME", "/none")).token()).isNull();
    }

    @Test
    void a_token_that_could_forge_a_header_is_refused_without_being_quoted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of("HF_TOKEN", "hf_a\r\nHost: evil")))
                .withMessage("the token for the hub has characters other than visible ASCII; copy it again from "
                        + "https://huggingface.co/settings/tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://hub", "hub.example", "https://user:pass@hub", "https:///x", "http://["})
    void an_endpoint_that_is_no_http_address_is_refused(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of("HF_ENDPOINT", endpoint)))
                .withMessage("the address of the hub must be an http or https URL without a user, such as "
                        + "https://huggingface.co; set HF_ENDPOINT");
    }

    @Test
    void a_mirror_may_be_at_a_path() {
        assertThat(of(Map.of("HF_ENDPOINT", "https://mirror.example/api/models/"))
                        .endpoint())
                .hasToString("https://mirror.example/api/models");
        assertThat(of(Map.of()).endpoint()).hasToString("https://huggingface.co");
    }

    @Test
    void offline_is_said_by_either_variable() {
        assertThat(of(Map.of()).offline()).isFalse();
        assertThat(of(Map.of("HF_HUB_OFFLINE", "0")).offline()).isFalse();
        assertThat(of(Map.of("TRANSFORMERS_OFFLINE", "1")).offline()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "https://huggingface.co/x, http://proxy:3128, -, proxy:3128",
                "https://huggingface.co/x, proxy:3128, -, proxy:3128",
                "https://huggingface.co/x, http://user:secret@proxy:3128, -, proxy:3128",
                "https://huggingface.co/x, http://proxy:3128, huggingface.co, -",
                "https://cdn.huggingface.co/x, http://proxy:3128, .huggingface.co, -",
                "https://cdn.huggingface.co/x, http://proxy:3128, 'localhost, *.huggingface.co', -",
                "https://nothuggingface.co/x, http://proxy:3128, huggingface.co, proxy:3128",
                "https://mirror:8443/x, http://proxy:3128, mirror:8443, -",
                "https://mirror:8444/x, http://proxy:3128, mirror:8443, proxy:3128",
                "https://huggingface.co/x, http://proxy:3128, *, -",
                "http://mirror/x, http://proxy:3128, -, -"
            })
    void proxies_are_those_of_the_environment(String uri, String proxy, String exceptions, String expected) {
        Map<String, String> environment = exceptions == null
                ? Map.of("HTTPS_PROXY", proxy)
                : Map.of("https_proxy", proxy, "NO_PROXY", exceptions);

        List<Proxy> found = EnvironmentProxies.of(environment::get).select(URI.create(uri));

        assertThat(found).singleElement().satisfies(each -> {
            if (expected == null) {
                assertThat(each).isEqualTo(Proxy.NO_PROXY);
            } else {
                InetSocketAddress address = (InetSocketAddress) each.address();
                assertThat(address.getHostString() + ":" + address.getPort()).isEqualTo(expected);
            }
        });
    }

    @Test
    void a_proxy_of_another_form_is_refused_without_its_password() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentProxies.of(Map.of("ALL_PROXY", "socks5://me:secret@proxy:1")::get))
                .withMessage(
                        "a proxy must be of the form http://HOST:PORT; correct HTTPS_PROXY, HTTP_PROXY or ALL_PROXY");
    }

    @Test
    void the_proxies_of_the_jvm_come_first() {
        String before = System.getProperty("https.proxyHost");
        try {
            System.setProperty("https.proxyHost", "jvm-proxy");
            assertThat(EnvironmentProxies.of(Map.of("HTTPS_PROXY", "http://proxy:3128")::get))
                    .isSameAs(ProxySelector.getDefault());
        } finally {
            if (before == null) {
                System.clearProperty("https.proxyHost");
            } else {
                System.setProperty("https.proxyHost", before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "Retry-After|30|30",
                "Retry-After|Sat, 28 Nov 2026 12:01:00 GMT|60",
                "Retry-After|Sat, 28 Nov 2026 11:00:00 GMT|0",
                "Retry-After|soon|-",
                "RateLimit|\"api\";r=0;t=55|55",
                "RateLimit|\"api\";r=12;t=55|-",
                "Server|x|-"
            })
    void the_time_that_a_server_asks_for_is_read(String header, String value, Long seconds) {
        HttpHeaders headers = HttpHeaders.of(Map.of(header, List.of(value)), (name, text) -> true);

        assertThat(RetryAfter.of(headers, Clock.fixed(FakeHub.NOW, ZoneOffset.UTC))
                        .map(Duration::toSeconds)
                        .orElse(null))
                .isEqualTo(seconds);
    }
}
