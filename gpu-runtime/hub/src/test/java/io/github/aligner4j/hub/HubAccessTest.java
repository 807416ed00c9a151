// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The token goes to the hub alone, and refusals say what to do. */
class HubAccessTest {

    private static final String TOKEN = "hf_secret";
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();
    private final WireMockServer storage = new WireMockServer(wireMockConfig().dynamicPort());

    @BeforeEach
    void fill() {
        hub.withCheckpoint();
        storage.start();
    }

    @AfterEach
    void stop() {
        hub.close();
        storage.stop();
    }

    @Test
    void the_token_goes_to_the_hub_and_not_to_where_it_redirects() {
        byte[] weights = hub.content(WEIGHTS);
        redirect(storage.baseUrl() + "/signed?signature=secret");
        storage.stubFor(get(anyUrl()).willReturn(aResponse().withBody(weights)));

        Path folder = hub.client(cache).token(TOKEN).build().download(SOURCE);

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(hub.requests())
                .allMatch(request -> request.getHeader("Authorization").equals("Bearer " + TOKEN));
        List<LoggedRequest> stored = storage.findAll(getRequestedFor(anyUrl()));
        assertThat(stored).singleElement().satisfies(request -> {
            assertThat(request.containsHeader("Authorization")).isFalse();
            assertThat(request.getUrl()).isEqualTo("/signed?signature=secret");
        });
    }

    @Test
    void another_name_of_the_same_machine_is_another_host() {
        redirect("http://127.0.0.1:" + hub.server().port() + "/moved");
        hub.server().stubFor(get("/moved").willReturn(aResponse().withBody(hub.content(WEIGHTS))));

        hub.client(cache).token(TOKEN).build().download(SOURCE);

        assertThat(hub.server().findAll(getRequestedFor(urlEqualTo("/moved"))))
                .singleElement()
                .satisfies(request ->
                        assertThat(request.containsHeader("Authorization")).isFalse());
    }

    @Test
    void a_repository_that_was_renamed_is_followed_with_the_token() {
        redirect("/new/name/resolve/weights");
        hub.server()
                .stubFor(get("/new/name/resolve/weights").willReturn(aResponse().withBody(hub.content(WEIGHTS))));

        hub.client(cache).token(TOKEN).build().download(SOURCE);

        assertThat(hub.requests()).allMatch(request -> request.containsHeader("Authorization"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.com/x", "http://[", ""})
    void a_redirect_to_no_http_address_is_refused(String location) {
        redirect(location);

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessageMatching("hf://org/model: .*redirected.*");
    }

    @Test
    void a_storage_that_refuses_is_named_as_such() {
        redirect("http://127.0.0.1:" + storage.port() + "/signed?signature=secret");
        storage.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(403)));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessage(
                        "hf://org/model: 127.0.0.1, to which the hub redirected, answered with status 403; check that a "
                                + "proxy or firewall lets it through");
    }

    @Test
    void redirects_in_a_circle_end() {
        redirect(hub.urlOf(WEIGHTS));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessage("hf://org/model: the hub redirected more than 10 times");
    }

    @Test
    void no_message_has_the_token_or_a_signed_address() {
        redirect(storage.baseUrl() + "/signed?signature=secret");
        storage.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(503)));
        FakeHub.Progress progress = new FakeHub.Progress();

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache)
                        .token(TOKEN)
                        .listener(progress)
                        .build()
                        .download(SOURCE))
                .satisfies(failure -> assertThat(failure).hasStackTraceContaining("status 503"))
                .satisfies(failure -> {
                    for (Throwable each = failure; each != null; each = each.getCause()) {
                        assertThat(String.valueOf(each.getMessage())).doesNotContain("secret", "signed");
                    }
                });
        assertThat(progress.retries).noneMatch(problem -> problem.contains("secret"));
        assertThat(HubSettings.of(name -> name.equals("HF_TOKEN") ? TOKEN : null)
                        .toString())
                .contains("token=set")
                .doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|GatedRepo|the model is gated; accept its terms at HUB/org/model, then set HF_TOKEN to a token of that account (status 401)",
                "403|GatedRepo|the model is gated; accept its terms at HUB/org/model, then set HF_TOKEN to a token of that account (status 403)",
                "401|RepoNotFound|there is no model at HUB/org/model, or it is private; check the spelling, or set HF_TOKEN (status 401)",
                "404|RevisionNotFound|the repository has no revision 'main'; see HUB/org/model/tree/main for its branches (status 404)",
                "404||there is no model at HUB/org/model, or it is private; check the spelling, or set HF_TOKEN (status 404)",
                "403||access is refused; if HUB/org/model is gated, accept its terms there and set HF_TOKEN (status 403)",
                "400||the hub refused the request; check HF_ENDPOINT, which is HUB (status 400)"
            })
    void a_refusal_says_what_to_do(int status, String code, String message) {
        refuse(
                code == null
                        ? aResponse().withStatus(status)
                        : aResponse().withStatus(status).withHeader("X-Error-Code", code));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessage("hf://org/model: " + message.replace("HUB", hub.url()));
        assertThat(hub.delays).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|GatedRepo|the model is gated; accept its terms at HUB/org/model with the token's account (status 403)",
                "404|RepoNotFound|there is no model at HUB/org/model, or it is private; check the spelling, and that the token may read it (status 404)",
                "403||the token may not read it; give the token read access, and if HUB/org/model is gated, accept its terms there (status 403)"
            })
    void a_refusal_of_a_token_says_what_to_do(int status, String code, String message) {
        refuse(
                code == null
                        ? aResponse().withStatus(status)
                        : aResponse().withStatus(status).withHeader("X-Error-Code", code));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).token(TOKEN).build().download(SOURCE))
                .withMessage("hf://org/model: " + message.replace("HUB", hub.url()));
    }

    @Test
    void a_token_that_the_hub_does_not_know_is_named_as_the_reason() {
        refuse(aResponse()
                .withStatus(401)
                .withHeader("X-Error-Message", "Invalid credentials in Authorization header"));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).token(TOKEN).build().download(SOURCE))
                .withMessage("hf://org/model: the hub does not know the token; replace it (HF_TOKEN, or the file that "
                        + "'hf auth login' wrote) (status 401)");
    }

    @Test
    void a_file_of_a_gated_model_whose_list_is_open_is_refused_too() {
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .willReturn(aResponse().withStatus(403).withHeader("X-Error-Code", "GatedRepo")));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessageContaining("the model is gated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../evil.safetensors",
                "a/../../evil.safetensors",
                "/etc/evil.safetensors",
                "a//evil.safetensors",
                "..\\\\evil.safetensors",
                "C:evil.safetensors",
                "./evil.safetensors",
                "a\\u0000b.safetensors",
                ""
            })
    void a_list_with_a_path_outside_the_repository_is_refused_whole(String path) {
        hub.withListing("{\"sha\": \"" + FakeHub.COMMIT + "\", \"siblings\": [{\"rfilename\": \"config.json\"}, "
                + "{\"rfilename\": \"" + path + "\", \"size\": 4}]}");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessageContaining("the hub lists a file that can't be stored: '")
                .withMessageEndingWith("', not a path inside a repository; nothing was downloaded");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void a_hash_that_is_a_path_is_refused() {
        hub.withListing("{\"sha\": \"" + FakeHub.COMMIT
                + "\", \"siblings\": [{\"rfilename\": \"model.safetensors\", \"size\": 4, "
                + "\"blobId\": \"../../../../evil\"}]}");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessage(
                        "hf://org/model: the hub lists a file that can't be stored: 'model.safetensors', not a hash; "
                                + "nothing was downloaded");
    }

    private void redirect(String location) {
        hub.server()
                .stubFor(
                        hub.file(WEIGHTS).willReturn(aResponse().withStatus(302).withHeader("Location", location)));
    }

    private void refuse(ResponseDefinitionBuilder response) {
        hub.server().stubFor(get(urlPathMatching("/api/.*")).willReturn(response));
    }
}
