// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.head;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static io.github.aligner4j.hub.FakeHub.COMMIT;
import static io.github.aligner4j.hub.FakeHub.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HubDownloadTest {

    @TempDir
    private Path cache;

    private final FakeHub hub = new FakeHub();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void a_snapshot_has_the_layout_of_huggingface_hub() throws IOException {
        hub.withCheckpoint();

        Path folder = hub.client(cache).build().download(SOURCE);

        Path repository = cache.resolve("models--org--model");
        assertThat(folder).isEqualTo(repository.resolve("snapshots").resolve(COMMIT));
        assertThat(repository.resolve("refs/main")).hasContent(COMMIT);
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(hub.content("model.safetensors"))));
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.git(hub.content("config.json"))));
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(hub.content("model.safetensors"));
        assertThat(names(repository.resolve("blobs"))).hasSize(3).noneMatch(name -> name.contains("incomplete"));
        assertThat(repository.resolve("trees/" + COMMIT + ".json"))
                .content()
                .contains("\"format_version\":1", "\"lfs_sha256\":", "\"blob_id\":");
    }

    @Test
    void what_is_in_the_cache_is_not_fetched_again() {
        hub.withCheckpoint();
        hub.client(cache).build().download(SOURCE);
        hub.server().resetRequests();

        FakeHub.Progress progress = new FakeHub.Progress();
        hub.client(cache).listener(progress).build().download(SOURCE);

        assertThat(hub.requests()).hasSize(1);
        assertThat(hub.requests().get(0).getUrl()).isEqualTo("/api/models/org/model/revision/main?blobs=true");
        assertThat(progress.source).isNull();
    }

    @Test
    void a_commit_that_is_complete_in_the_cache_needs_no_network() {
        hub.withCheckpoint();
        HubClient client = hub.client(cache).build();
        Path folder = client.download(SOURCE.at(COMMIT));
        hub.server().resetRequests();

        assertThat(client.download(SOURCE.at(COMMIT))).isEqualTo(folder);

        assertThat(hub.requests()).isEmpty();
        assertThat(cache.resolve("models--org--model/refs")).doesNotExist();
    }

    @Test
    void a_branch_that_moved_is_fetched_and_shares_what_did_not_change() throws IOException {
        hub.withCheckpoint();
        HubClient client = hub.client(cache).build();
        client.download(SOURCE);
        hub.server().resetRequests();
        String next = "fedcba9876543210fedcba9876543210fedcba98";
        hub.at(next).with("config.json", "{\"model_type\": \"qwen2\"}");

        Path folder = client.download(SOURCE);

        assertThat(folder.getFileName()).hasToString(next);
        assertThat(folder.resolve("config.json")).content().contains("qwen2");
        assertThat(hub.requests("config.json")).hasSize(1);
        assertThat(hub.requests("model.safetensors")).isEmpty();
        assertThat(cache.resolve("models--org--model/refs/main")).hasContent(next);
    }

    @Test
    void only_safetensors_json_text_and_templates_are_fetched() throws IOException {
        hub.withCheckpoint()
                .with("pytorch_model.bin", "pickle")
                .with("consolidated.safetensors", "the same weights again")
                .with("strength.safetensors", "steering vectors")
                .with("modeling_custom.py", "import os")
                .with("README.md", "# card")
                .with("tokenizer.model", "sentencepiece")
                .with("merges.txt", "a b")
                .with("chat_template.jinja", "{{ messages }}")
                .with("additional_chat_templates/rag.jinja", "{{ documents }}")
                .with("onnx/model.onnx", "onnx")
                .with("io.yaml", "model: x")
                .with("other.yaml", "x: y");

        Path folder = hub.client(cache).build().download(SOURCE);

        assertThat(tree(folder))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "tokenizer.json",
                        "model.safetensors",
                        "strength.safetensors",
                        "merges.txt",
                        "chat_template.jinja",
                        "additional_chat_templates/rag.jinja",
                        "io.yaml");
        assertThat(hub.requests()).noneMatch(request -> request.getUrl().contains("pytorch_model"));
    }

    @Test
    void of_a_sharded_checkpoint_the_files_of_its_index_are_fetched() throws IOException {
        hub.with("config.json", "{}")
                .with("tokenizer.json", "{}")
                .with(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\": \"model-00002-of-00002.safetensors\"}}")
                .with("model-00001-of-00002.safetensors", "one")
                .with("model-00002-of-00002.safetensors", "two")
                .with("model.safetensors", "both")
                .with("model.fp32-00001-of-00001.safetensors", "another precision");

        Path folder = hub.client(cache).build().download(SOURCE);

        assertThat(tree(folder))
                .containsExactlyInAnyOrder(
                        "config.json",
                        "tokenizer.json",
                        "model.safetensors.index.json",
                        "model-00001-of-00002.safetensors",
                        "model-00002-of-00002.safetensors");
    }

    @Test
    void an_index_that_lists_a_file_outside_or_one_that_is_missing_is_refused() {
        hub.with("config.json", "{}")
                .with("model-1.safetensors", "one")
                .with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../model-1.safetensors\"}}");
        HubClient client = hub.client(cache).build();

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.download(SOURCE))
                .withMessage(
                        "hf://org/model: model.safetensors.index.json is damaged: it lists no safetensors, or files "
                                + "outside its folder; use another revision");

        hub.with("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"model-2.safetensors\"}}");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.download(SOURCE))
                .withMessage("hf://org/model: model.safetensors.index.json lists files that the repository lacks: "
                        + "model-2.safetensors; the repository is damaged, use another revision");
    }

    @Test
    void a_subfolder_is_fetched_alone() throws IOException {
        hub.with("README.md", "# adapters")
                .with("factuality-correction/granite-4.0-micro/lora/adapter_config.json", "{}")
                .with("factuality-correction/granite-4.0-micro/lora/adapter_model.safetensors", "lora")
                .with("factuality-correction/granite-4.0-micro/lora/io.yaml", "model: x")
                .with("factuality-correction/granite-4.0-micro/alora/adapter_config.json", "{}")
                .with("factuality-correction/granite-4.0-micro/alora/adapter_model.safetensors", "alora");
        HubSource lora = SOURCE.in("factuality-correction/granite-4.0-micro/lora");

        Path folder = hub.client(cache).build().download(lora);

        Path snapshot = cache.resolve("models--org--model/snapshots/" + COMMIT);
        assertThat(folder).isEqualTo(snapshot.resolve("factuality-correction/granite-4.0-micro/lora"));
        assertThat(tree(snapshot))
                .containsExactlyInAnyOrder(
                        "factuality-correction/granite-4.0-micro/lora/adapter_config.json",
                        "factuality-correction/granite-4.0-micro/lora/adapter_model.safetensors",
                        "factuality-correction/granite-4.0-micro/lora/io.yaml");
        assertThat(Files.readSymbolicLink(folder.resolve("io.yaml")).toString()).startsWith("../../../../../blobs/");
    }

    @Test
    void a_folder_without_weights_names_those_that_have_some() {
        hub.with("README.md", "# adapters").with("guardian-core/x/lora/adapter_config.json", "{}");
        HubClient client = hub.client(cache).build();

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.download(SOURCE))
                .withMessage("hf://org/model: the folder has no safetensors; name one of its folders, such as "
                        + "hf://org/model/guardian-core/x/lora");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> client.download(SOURCE.in("guardian")))
                .withMessage("hf://org/model/guardian: the repository has no such folder at commit " + COMMIT
                        + "; name one of its folders, such as hf://org/model/guardian-core/x/lora");
    }

    @Test
    void weights_that_are_pickles_only_are_refused_and_not_fetched() {
        hub.with("config.json", "{}").with("pytorch_model.bin", "pickle");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessage(
                        "hf://org/model: the weights are stored as pickles only (pytorch_model.bin), which can run code "
                                + "when they are read and are never downloaded; look for safetensors among the repository's pull "
                                + "requests (hf://org/model@refs/pr/1), convert them, or ask the author");
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void weights_that_are_gguf_only_are_refused() {
        hub.with("config.json", "{}").with("model-q4.gguf", "gguf");

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.client(cache).build().download(SOURCE))
                .withMessageContaining("the weights are stored as GGUF only");
    }

    @Test
    void the_progress_adds_up_to_what_was_announced() {
        hub.withCheckpoint();
        FakeHub.Progress progress = new FakeHub.Progress();

        hub.client(cache).listener(progress).build().download(SOURCE);

        long all = Stream.of("config.json", "tokenizer.json", "model.safetensors")
                .mapToLong(name -> hub.content(name).length)
                .sum();
        assertThat(progress.announced).isEqualTo(all);
        assertThat(progress.total()).isEqualTo(all);
        assertThat(progress.source).isEqualTo(SOURCE);
    }

    @Test
    void without_links_a_snapshot_holds_the_files_themselves() throws IOException {
        hub.withCheckpoint();
        HubClient client =
                hub.client(cache, Map.of("HF_HUB_DISABLE_SYMLINKS", "1")).build();

        Path folder = client.download(SOURCE);

        assertThat(folder.resolve("model.safetensors"))
                .isRegularFile()
                .hasBinaryContent(hub.content("model.safetensors"));
        assertThat(Files.isSymbolicLink(folder.resolve("model.safetensors"))).isFalse();
        hub.server().resetRequests();
        client.download(SOURCE);
        assertThat(hub.requests()).hasSize(1);
    }

    @Test
    void where_links_cannot_be_made_a_content_that_others_use_is_copied() throws IOException {
        hub.withCheckpoint();
        hub.client(cache).build().download(SOURCE);
        String next = "fedcba9876543210fedcba9876543210fedcba98";
        hub.at(next);
        Disk disk = new Disk() {
            @Override
            public void link(Path link, Path target) throws IOException {
                throw new IOException("no privilege");
            }
        };

        Path folder = hub.client(cache).disk(disk).build().download(SOURCE);

        assertThat(Files.isSymbolicLink(folder.resolve("model.safetensors"))).isFalse();
        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(hub.content("model.safetensors"));
        assertThat(cache.resolve("models--org--model/snapshots/" + COMMIT + "/model.safetensors"))
                .hasBinaryContent(hub.content("model.safetensors"));
    }

    @Test
    void a_mirror_that_lists_no_hashes_tells_them_in_the_headers() {
        hub.withCheckpoint();
        byte[] weights = hub.content("model.safetensors");
        hub.withListing("{\"sha\": \"" + COMMIT + "\", \"siblings\": [{\"rfilename\": \"model.safetensors\"}]}");
        hub.server()
                .stubFor(head(urlEqualTo(hub.urlOf("model.safetensors")))
                        .willReturn(aResponse()
                                .withStatus(302)
                                .withHeader("Location", "https://cdn.example/signed")
                                .withHeader("X-Linked-Etag", "\"" + FakeHub.sha256(weights) + "\"")
                                .withHeader("X-Linked-Size", String.valueOf(weights.length))));

        Path folder = hub.client(cache).build().download(SOURCE);

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(weights);
        assertThat(cache.resolve("models--org--model/blobs/" + FakeHub.sha256(weights)))
                .exists();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }
}
