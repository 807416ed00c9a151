// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.hub.HubClient;
import io.github.aligner4j.hub.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Checkpoints and adapters that are in the cache of the hub, in its layout. */
class HubModelTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final CorrectionRequest RUDE = CorrectionRequest.of("How is it?", "Your damn plan is late.");

    @TempDir
    private Path cache;

    private HubClient client;

    @BeforeEach
    void offline() {
        client = HubClient.builder().cache(cache).offline(true).build();
    }

    private void put(String repository, String subfolder, Path files) throws IOException {
        Path model = cache.resolve("models--" + repository.replace("/", "--"));
        Path folder =
                Files.createDirectories(model.resolve("snapshots/" + COMMIT).resolve(subfolder));
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), COMMIT);
        try (var each = Files.newDirectoryStream(files, Files::isRegularFile)) {
            for (Path file : each) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    @Test
    void a_checkpoint_and_an_adapter_of_the_hub_correct_as_the_embedded_ones_do() throws IOException {
        try (EmbeddedCheckpoint civility = EmbeddedCheckpoint.unpack()) {
            put("org/civility", "", civility.folder());
            put("org/adapters", "empathy/lora", civility.unpackAdapter("empathy"));
        }

        try (CheckpointAligner hub = CheckpointAligner.builder(ModelSource.parse("hf://org/civility"))
                        .adapter("empathy", ModelSource.parse("hf://org/adapters/empathy/lora"))
                        .hub(client)
                        .open();
                CheckpointAligner embedded = CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("empathy", ModelSource.embedded("empathy"))
                        .open()) {
            assertThat(hub.correct(RUDE).answer())
                    .isEqualTo(embedded.correct(RUDE).answer())
                    .isNotEqualTo(RUDE.answer());
            assertThat(hub.withAdapter("empathy").correct(RUDE).answer())
                    .isEqualTo(embedded.withAdapter("empathy").correct(RUDE).answer());
        }
    }

    @Test
    void a_published_aligner_is_known_by_the_name_of_its_repository() throws IOException {
        try (EmbeddedCheckpoint civility = EmbeddedCheckpoint.unpack()) {
            Files.delete(civility.folder().resolve("aligner.json"));
            put("aligner/aligner-7b-v1.0", "", civility.folder());
        }

        try (ModelFiles files = new ModelSources(ModelSource.hub("aligner/aligner-7b-v1.0"))
                .withHub(client)
                .open()) {
            assertThat(files.descriptor(ModelFiles.BASE).format().template()).isEqualTo("aligner-7b");
        }
    }

    @Test
    void a_model_that_is_not_in_the_cache_of_an_offline_client_is_refused() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("kind", ModelSource.hub("org/kind"))
                        .hub(client)
                        .open())
                .withMessageContaining("hf://org/kind: the model is not in the cache");
    }
}
