// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.github.aligner4j.hub.FakeHub.COMMIT;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubOfflineTest {

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();

    @AfterEach
    void stop() {
        assertThat(hub.requests()).isEmpty();
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "YES", "on"})
    void what_was_downloaded_before_is_found(String offline) {
        hub.withCheckpoint();
        Path folder = hub.client(cache).build().download(SOURCE);
        hub.server().resetRequests();

        assertThat(hub.client(cache, Map.of("HF_HUB_OFFLINE", offline)).build().download(SOURCE))
                .isEqualTo(folder);
    }

    @Test
    void what_is_not_there_is_refused_with_the_command_that_fetches_it() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).offline(true).build().download(SOURCE.in("lora")))
                .withMessage(
                        "hf://org/model/lora: the model is not in the cache " + cache + ", and the network is not used "
                                + "(HF_HUB_OFFLINE); download it with 'aligner download hf://org/model/lora' where there is a network, "
                                + "or name the cache that has it (HF_HUB_CACHE)");
    }

    @Test
    void a_snapshot_that_lacks_a_listed_file_is_not_complete() throws IOException {
        hub.withCheckpoint();
        Path folder = hub.client(cache).build().download(SOURCE);
        hub.server().resetRequests();
        Files.delete(folder.resolve("tokenizer.json"));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).offline(true).build().download(SOURCE))
                .withMessageStartingWith("hf://org/model: the model is not complete in the cache");
    }

    @Test
    void a_link_to_a_content_that_was_deleted_is_not_complete() throws IOException {
        hub.withCheckpoint();
        Path folder = hub.client(cache).build().download(SOURCE.at(COMMIT));
        hub.server().resetRequests();
        Files.delete(folder.resolve("model.safetensors").toRealPath());

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).offline(true).build().download(SOURCE.at(COMMIT)))
                .withMessageContaining("is not complete in the cache");
    }

    @Test
    void a_cache_of_older_versions_without_a_list_of_files_is_found_if_its_weights_are_there() throws IOException {
        Path folder = older();
        HubClient client = hub.client(cache).build();
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).offline(true).build().download(SOURCE.at(COMMIT)));

        Files.writeString(folder.resolve("model-2.safetensors"), "two");

        assertThat(client.download(SOURCE.at(COMMIT))).isEqualTo(folder);
        assertThat(hub.client(cache).offline(true).build().download(SOURCE)).isEqualTo(folder);
    }

    private Path older() throws IOException {
        Path repository = cache.resolve("models--org--model");
        Path folder = Files.createDirectories(repository.resolve("snapshots").resolve(COMMIT));
        Files.createDirectories(repository.resolve("refs"));
        Files.writeString(repository.resolve("refs/main"), COMMIT);
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
        Files.writeString(folder.resolve("model-1.safetensors"), "one");
        return folder;
    }

    @Test
    void a_damaged_list_of_files_is_ignored() throws IOException {
        Path folder = older();
        Files.writeString(folder.resolve("model-2.safetensors"), "two");
        Path trees = Files.createDirectories(cache.resolve("models--org--model/trees"));
        Files.writeString(trees.resolve(COMMIT + ".json"), "{\"format_version\": 1, \"files\": {\"../x\": {}}}");

        assertThat(hub.client(cache).offline(true).build().download(SOURCE)).isEqualTo(folder);
    }

    @Test
    void a_ref_that_is_no_commit_leads_nowhere() throws IOException {
        Path refs = Files.createDirectories(cache.resolve("models--org--model/refs"));
        Files.writeString(refs.resolve("main"), "../../../etc");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).offline(true).build().download(SOURCE))
                .withMessageContaining("is not in the cache");
    }
}
