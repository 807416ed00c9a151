// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

class HubMirrorTest {

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();

    @BeforeEach
    void fill() {
        hub.withCheckpoint();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void a_mirror_at_a_path_is_asked_instead_of_the_hub() {
        hub.server()
                .stubFor(get(urlMatching("/hf/.*"))
                        .willReturn(aResponse().proxiedFrom(hub.url()).withProxyUrlPrefixToRemove("/hf")));

        Path folder = HubClient.builder(
                        Map.of(
                                "HF_ENDPOINT",
                                hub.url() + "/hf/",
                                "HF_HUB_CACHE",
                                cache.toString(),
                                "HF_TOKEN",
                                "hf_mirror")::get)
                .build()
                .download(SOURCE);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(hub.content("model.safetensors"));
        assertThat(hub.requests())
                .filteredOn(request -> request.getUrl().startsWith("/hf/"))
                .hasSize(4)
                .allMatch(request -> request.getHeader("Authorization").equals("Bearer hf_mirror"));
    }

    @Test
    void requests_go_through_the_proxy_of_the_environment() {
        Path folder = HubClient.builder(Map.of(
                        "HF_ENDPOINT", "http://hub.invalid",
                        "HF_HUB_CACHE", cache.toString(),
                        "HTTP_PROXY", hub.url())::get)
                .build()
                .download(SOURCE);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(hub.content("model.safetensors"));
        assertThat(hub.requests())
                .hasSize(4)
                .allMatch(request -> request.getAbsoluteUrl().startsWith("http://hub.invalid"));
    }

    @Test
    void a_revision_with_a_slash_is_one_step_of_the_address() {
        hub.server()
                .stubFor(get(urlEqualTo("/api/models/org/model/revision/refs%2Fpr%2F1?blobs=true"))
                        .willReturn(aResponse()
                                .withBody(hub.listing(Map.of("model.safetensors", hub.content("model.safetensors"))))));

        Path folder = hub.client(cache).build().download(SOURCE.at("refs/pr/1"));

        assertThat(folder.resolve("model.safetensors")).exists();
        assertThat(cache.resolve("models--org--model/refs/refs/pr/1")).hasContent(FakeHub.COMMIT);
    }
}
