// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.hub.HubSource;
import io.github.aligner4j.hub.KnownModels;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class HubCommandsTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final Path PAGE = Path.of("..", "..", "docs", "guide", "known-correctors.md");

    @TempDir
    private Path cache;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int aligner(String... arguments) {
        return AlignerCommand.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void download_prints_the_folder_of_a_model_in_the_cache_without_asking_the_hub() throws IOException {
        Path snapshot = Files.createDirectories(cache.resolve("models--org--model/snapshots/" + COMMIT));
        Files.writeString(snapshot.resolve("config.json"), "{}");
        Files.writeString(snapshot.resolve("model.safetensors"), "weights");

        assertThat(aligner("download", "--cache", cache.toString(), "hf://org/model@" + COMMIT))
                .isZero();

        assertThat(out.toString().strip()).isEqualTo(snapshot.toString());
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void download_refuses_what_is_no_model_on_the_hub() {
        assertThat(aligner("download", "models/folder")).isEqualTo(2);
        assertThat(aligner("download", "aligner-2b")).isEqualTo(2);
        assertThat(aligner("download", "hf://org")).isEqualTo(2);

        assertThat(err.toString().lines())
                .containsExactly(
                        "aligner: a model must be hf://ORG/REPO[@REVISION][/SUBFOLDER] or a name that 'aligner models' lists, "
                                + "but was 'models/folder'",
                        "aligner: the weights of 'aligner-2b' are not on the hub, as far as known; 'aligner models' says more",
                        "aligner: 'hf://org' names no repository; a model on the hub is written "
                                + "hf://ORG/REPO[@REVISION][/SUBFOLDER], such as hf://aligner/aligner-7b-v1.0@main");
    }

    @Test
    void models_prints_a_row_for_each_known_corrector_and_whether_it_may_be_used_commercially() {
        assertThat(aligner("models")).isZero();

        assertThat(out.toString().lines())
                .hasSize(2 + KnownModels.all().size())
                .anyMatch(line ->
                        line.matches("\\| aligner-7b-v1.0 +\\| checkpoint +\\| non-commercial .*\\| no +\\| 13.5 GB +"
                                + "\\| 14.0 GB +\\| hf://aligner/aligner-7b-v1.0 +\\|"))
                .anyMatch(line ->
                        line.matches("\\| granite-guardian-3.2-5b +\\| base +\\| Apache-2.0 +\\| yes +\\| unknown .*"));
    }

    @Test
    void models_prints_all_facts_as_json() {
        assertThat(aligner("models", "--json")).isZero();

        JsonNode models = new JsonMapper().readTree(out.toString());
        assertThat(models.size()).isEqualTo(KnownModels.all().size());
        assertThat(models.get(0).propertyNames())
                .containsExactly(
                        "name",
                        "description",
                        "kind",
                        "source",
                        "base",
                        "template",
                        "corrector",
                        "licence",
                        "commercialUse",
                        "licenceLink",
                        "parameters",
                        "diskBytes",
                        "memoryBytes",
                        "notes",
                        "facts");
        assertThat(models.get(0).path("memoryBytes").longValue()).isEqualTo(10_000_000_000L);
    }

    @Test
    void the_page_of_known_correctors_has_the_table_that_models_prints() {
        assertThat(aligner("models", "--markdown")).isZero();

        assertThat(PAGE).content().contains(out.toString());
    }

    @Test
    void templates_of_known_correctors_exist() {
        assertThat(KnownModels.all()).allSatisfy(model -> {
            if (model.template() != null) {
                assertThat(CorrectionTemplates.ids()).contains(model.template());
            }
        });
    }

    @Test
    void progress_names_what_is_downloaded_and_each_retry() {
        try (DownloadProgress progress = new DownloadProgress(new PrintWriter(err, true), false)) {
            progress.onStart(HubSource.of("org/model"), 3, 13_480_000_000L);
            progress.onBytes("model.safetensors", 1000);
            progress.onRetry("huggingface.co answered with status 429", Duration.ofMillis(7600));
        }

        assertThat(err.toString().lines())
                .containsExactly(
                        "downloading 3 files of hf://org/model, 13480.0 MB",
                        "huggingface.co answered with status 429; trying again in 7.6 s");
    }
}
