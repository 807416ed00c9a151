// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Whatever goes wrong on the way, the cache has either the right file or none. */
class HubFaultsTest {

    private static final String WEIGHTS = "model.safetensors";
    private static final String SECOND = "second";

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();
    private final FakeHub.Progress progress = new FakeHub.Progress();

    @BeforeEach
    void fill() {
        hub.withCheckpoint();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void an_interrupted_download_goes_on_where_it_stopped() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        part(Arrays.copyOf(weights, 100_000));

        download();

        assertThat(hub.requests(WEIGHTS)).hasSize(1);
        assertThat(hub.requests(WEIGHTS).get(0).getHeader("Range")).isEqualTo("bytes=100000-");
        assertThat(progress.bytes).containsEntry(WEIGHTS, 200_000L);
        assertOnlyComplete();
    }

    @Test
    void a_part_that_is_complete_already_is_only_checked() throws IOException {
        part(hub.content(WEIGHTS));

        download();

        assertThat(hub.requests(WEIGHTS)).isEmpty();
        assertOnlyComplete();
    }

    @Test
    void a_part_that_does_not_belong_to_the_file_is_fetched_anew() throws IOException {
        part(new byte[100_000]);

        download();

        assertThat(hub.requests(WEIGHTS)).hasSize(2);
        assertThat(hub.requests(WEIGHTS).get(1).containsHeader("Range")).isFalse();
        assertThat(progress.bytes).containsEntry(WEIGHTS, 200_000L);
        assertOnlyComplete();
    }

    @Test
    void a_part_that_is_too_long_is_fetched_anew() throws IOException {
        part(new byte[400_000]);

        download();

        assertOnlyComplete();
    }

    @Test
    void a_server_that_ignores_ranges_sends_the_file_from_its_beginning() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        part(Arrays.copyOf(weights, 100_000));
        hub.server().stubFor(hub.file(WEIGHTS).willReturn(aResponse().withBody(weights)));

        download();

        assertThat(hub.requests(WEIGHTS)).hasSize(1);
        assertOnlyComplete();
    }

    @Test
    void a_range_that_begins_elsewhere_is_not_appended() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        part(Arrays.copyOf(weights, 100_000));
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .withHeader("Range", matching(".*"))
                        .willReturn(aResponse()
                                .withStatus(206)
                                .withHeader("Content-Range", "bytes 0-299999/300000")
                                .withBody(weights)));

        download();

        assertThat(progress.retries).containsExactly("the range from byte 100000 was refused");
        assertOnlyComplete();
    }

    @Test
    void a_range_that_cannot_be_satisfied_starts_anew() throws IOException {
        part(Arrays.copyOf(hub.content(WEIGHTS), 100_000));
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .withHeader("Range", matching(".*"))
                        .willReturn(aResponse().withStatus(416)));

        download();

        assertOnlyComplete();
    }

    @Test
    void a_body_that_ends_early_is_continued() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        first(aResponse().withBody(Arrays.copyOf(weights, 120_000)));

        download();

        assertThat(progress.retries).containsExactly("the connection ended 180000 bytes early");
        assertThat(hub.requests(WEIGHTS).get(1).getHeader("Range")).isEqualTo("bytes=120000-");
        assertOnlyComplete();
    }

    @Test
    void a_connection_that_breaks_is_tried_again_with_growing_delays() throws IOException {
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .inScenario("faults")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo(SECOND)
                        .willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .inScenario("faults")
                        .whenScenarioStateIs(SECOND)
                        .willSetStateTo("third")
                        .willReturn(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .inScenario("faults")
                        .whenScenarioStateIs("third")
                        .willReturn(FakeHub.ranges(hub.content(WEIGHTS))));

        download();

        assertThat(hub.delays).hasSize(2);
        assertThat(hub.delays.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(hub.delays.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertOnlyComplete();
    }

    @Test
    void a_connection_that_is_reset_is_opened_again() throws IOException {
        first(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        download();

        assertThat(hub.requests(WEIGHTS)).hasSize(2);
        assertOnlyComplete();
    }

    @Test
    void a_body_that_stops_arriving_is_continued() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        try (StallingServer stalling = new StallingServer(weights, 50_000)) {
            first(aResponse().withStatus(302).withHeader("Location", stalling.url()));

            hub.client(cache)
                    .timeout(Duration.ofMillis(1500))
                    .listener(progress)
                    .build()
                    .download(SOURCE);
        }

        assertThat(progress.retries).contains("no bytes arrived for 1.5 s");
        assertOnlyComplete();
    }

    @Test
    void a_busy_hub_is_asked_again_after_the_time_that_it_names() {
        first(aResponse().withStatus(429).withHeader("Retry-After", "7"));

        download();

        assertThat(progress.retries).containsExactly("localhost answered with status 429");
        assertThat(hub.delays)
                .singleElement()
                .satisfies(delay -> assertThat(delay).isBetween(Duration.ofMillis(7500), Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void a_hub_that_is_out_of_order_is_asked_again(int status) {
        first(aResponse().withStatus(status));

        download();

        assertThat(hub.delays).hasSize(1);
    }

    @Test
    void a_hub_that_asks_for_more_than_five_minutes_is_not_waited_for() {
        first(aResponse().withStatus(429).withHeader("Retry-After", "3600"));

        assertThatExceptionOfType(HubUnreachableException.class)
                .isThrownBy(this::download)
                .withMessage(
                        "hf://org/model: model.safetensors: localhost answered with status 429 and asks to wait 3600 s, "
                                + "more than the limit of 300 s; try again then, or set a token, which raises the limits of the hub");
        assertThat(hub.delays).isEmpty();
    }

    @Test
    void a_hub_that_stays_out_of_order_is_given_up_and_a_later_call_goes_on() throws IOException {
        byte[] weights = hub.content(WEIGHTS);
        hub.server().stubFor(hub.file(WEIGHTS).willReturn(aResponse().withStatus(503)));
        part(Arrays.copyOf(weights, 100_000));

        assertThatExceptionOfType(HubUnreachableException.class)
                .isThrownBy(this::download)
                .withMessage(
                        "hf://org/model: model.safetensors: localhost answered with status 503; gave up after 5 attempts; "
                                + "try again later, which goes on where this stopped");
        assertThat(hub.delays).hasSize(4);
        assertThat(FakeHub.snapshot(cache, WEIGHTS)).doesNotExist();
        assertThat(FakeHub.blobs(cache)).anyMatch(name -> name.endsWith(".incomplete"));

        hub.server().stubFor(hub.file(WEIGHTS).willReturn(FakeHub.ranges(weights)));
        download();
        assertThat(hub.requests(WEIGHTS).get(5).getHeader("Range")).isEqualTo("bytes=100000-");
        assertOnlyComplete();
    }

    @Test
    void an_answer_that_is_no_list_of_files_is_refused() {
        hub.withListing("<html>Sign in to the network</html>");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(this::download)
                .withMessage("hf://org/model: the hub's answer is no JSON; check that HF_ENDPOINT names a hub");

        hub.withListing("{\"sha\": \"main\", \"siblings\": []}");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(this::download)
                .withMessageContaining("the hub's answer has no commit or no list of files");
    }

    @Test
    void a_hub_without_a_server_is_named_after_all_attempts() {
        HubClient client = hub.client(cache).build();
        hub.server().stop();

        assertThatExceptionOfType(HubUnreachableException.class)
                .isThrownBy(() -> client.download(SOURCE))
                .withMessage(
                        "hf://org/model: the list of files: the connection to localhost failed (ConnectException); gave up "
                                + "after 5 attempts; try again later, which goes on where this stopped");
    }

    @Test
    void a_hub_that_fails_once_a_branch_is_cached_is_asked_once_and_the_copy_is_used() {
        Path folder = download();
        hub.server()
                .stubFor(get(urlPathMatching("/api/.*")).willReturn(aResponse().withStatus(503)));

        assertThat(download()).isEqualTo(folder);

        assertThat(hub.delays).isEmpty();
    }

    @Test
    void an_interrupted_thread_stops_and_keeps_its_flag() {
        HubClient client = hub.client(cache)
                .retryPolicy(new RetryPolicy(
                        5,
                        delay -> {
                            throw new InterruptedException();
                        },
                        new Random(1)))
                .build();
        first(aResponse().withStatus(503));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.download(SOURCE))
                .withMessageContaining("interrupted while waiting for another attempt");
        assertThat(Thread.interrupted()).isTrue();
    }

    private Path download() {
        return hub.client(cache).listener(progress).build().download(SOURCE);
    }

    private void first(ResponseDefinitionBuilder response) {
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .inScenario("first")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo(SECOND)
                        .willReturn(response));
        hub.server()
                .stubFor(hub.file(WEIGHTS)
                        .inScenario("first")
                        .whenScenarioStateIs(SECOND)
                        .willReturn(FakeHub.ranges(hub.content(WEIGHTS))));
    }

    private void part(byte[] content) throws IOException {
        Path blobs = Files.createDirectories(cache.resolve("models--org--model/blobs"));
        Files.write(blobs.resolve(FakeHub.sha256(hub.content(WEIGHTS)) + ".incomplete"), content);
    }

    private void assertOnlyComplete() throws IOException {
        assertThat(FakeHub.snapshot(cache, WEIGHTS)).hasBinaryContent(hub.content(WEIGHTS));
        assertThat(FakeHub.blobs(cache)).hasSize(3).noneMatch(name -> name.contains("incomplete"));
    }
}
