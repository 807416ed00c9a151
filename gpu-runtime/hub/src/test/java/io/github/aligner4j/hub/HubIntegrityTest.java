// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Wrong contents and full disks leave no file. */
class HubIntegrityTest {

    private static final String WEIGHTS = "model.safetensors";

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
    void a_file_with_another_hash_is_deleted_and_refused() throws IOException {
        hub.server().stubFor(hub.file(WEIGHTS).willReturn(FakeHub.ranges(new byte[300_000])));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(this::download)
                .withMessage(
                        "hf://org/model: model.safetensors arrived with another hash than the hub lists, 2 times; it was "
                                + "deleted; check the proxy or mirror between you and the hub");
        assertNothingOfTheWeights();
    }

    @Test
    void a_small_file_with_another_hash_is_refused_too() {
        hub.server().stubFor(hub.file("config.json").willReturn(aResponse().withBody("{\"model_type\": \"gemma\"}")));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(this::download)
                .withMessageContaining("config.json arrived with another hash");
        assertThat(FakeHub.snapshot(cache, "config.json")).doesNotExist();
    }

    @Test
    void a_file_that_is_longer_than_listed_is_refused() throws IOException {
        hub.server().stubFor(hub.file(WEIGHTS).willReturn(aResponse().withBody(new byte[300_001])));

        assertThatExceptionOfType(HubUnreachableException.class)
                .isThrownBy(this::download)
                .withMessageContaining("more bytes arrived than the 300000 that the hub lists");
        assertNothingOfTheWeights();
    }

    @Test
    void a_disk_without_room_is_noticed_before_anything_is_fetched() throws IOException {
        Disk full = new Disk() {
            @Override
            public long usableBytes(Path folder) {
                return 200_000;
            }
        };

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).disk(full).build().download(SOURCE))
                .withMessage("hf://org/model: the download needs 0.30 MB, but " + cache.resolve("models--org--model")
                        + " has 0.20 MB free; make room there, or choose another cache (HF_HUB_CACHE)");
        assertThat(hub.requests(WEIGHTS)).isEmpty();
    }

    @Test
    void a_disk_that_fills_up_on_the_way_keeps_no_half_file() throws IOException {
        Disk filling = new Disk() {
            @Override
            public OutputStream open(Path file, OpenOption... options) throws IOException {
                OutputStream out = Files.newOutputStream(file, options);
                return new OutputStream() {

                    private long left = 100_000;

                    @Override
                    public void write(int b) throws IOException {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        left -= length;
                        if (left < 0) {
                            throw new IOException("No space left on device");
                        }
                        out.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                        out.close();
                    }
                };
            }
        };

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).disk(filling).build().download(SOURCE))
                .withMessage("hf://org/model: model.safetensors can't be written into "
                        + cache.resolve("models--org--model/blobs")
                        + "; the incomplete file was deleted; make room there, or choose another cache (HF_HUB_CACHE)")
                .withStackTraceContaining("No space left on device");
        assertNothingOfTheWeights();
    }

    @Test
    void a_cache_that_cannot_be_written_is_named() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(file).build().download(SOURCE))
                .withMessageMatching(
                        "hf://org/model: the cache .*models--org--model can't be written \\(.*\\); make it writable, "
                                + "or choose another one \\(HF_HUB_CACHE\\)");
    }

    @Test
    void another_commit_than_the_pinned_one_is_refused() {
        String pinned = "fedcba9876543210fedcba9876543210fedcba98";

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE.at(pinned)))
                .withMessage("hf://org/model@" + pinned + ": the hub answered with another commit, " + FakeHub.COMMIT
                        + ", so nothing was downloaded; check HF_ENDPOINT");
        assertThat(FakeHub.snapshot(cache, "config.json")).doesNotExist();
    }

    private Path download() {
        return hub.client(cache).build().download(SOURCE);
    }

    private void assertNothingOfTheWeights() throws IOException {
        assertThat(FakeHub.snapshot(cache, WEIGHTS)).doesNotExist();
        assertThat(FakeHub.blobs(cache)).noneMatch(name -> name.startsWith(FakeHub.sha256(hub.content(WEIGHTS))));
    }
}
