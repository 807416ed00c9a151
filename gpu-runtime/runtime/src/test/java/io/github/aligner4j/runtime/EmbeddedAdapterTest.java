// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.runtime.checkpoint.CheckpointException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Adapters that come with the embedded checkpoint: one is put beside it on the class path. */
class EmbeddedAdapterTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("How is my plan?", "Your damn plan is late.");
    private static final String NAME = "for-this-test";

    private static Path onClassPath = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void addToClassPath() throws IOException, URISyntaxException {
        Path classes = Path.of(EmbeddedAdapterTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        onClassPath = ZeroAdapter.write(classes.resolve("io/github/aligner4j/embedded/civility/adapters/" + NAME));
    }

    @AfterAll
    static void removeFromClassPath() throws IOException {
        try (Stream<Path> files = Files.walk(onClassPath)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void a_stack_of_the_checkpoint_and_its_adapter_runs_on_one_model() {
        try (CheckpointAligner civility = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("second", ModelSource.embedded(NAME))
                .open()) {
            AlignerStack stack = AlignerStack.builder("both")
                    .layer("first", civility)
                    .layer("second", civility.withAdapter("second"))
                    .build();

            Correction correction = stack.correct(RUDE);

            assertThat(correction.answer())
                    .isEqualTo(civility.correct(RUDE).answer())
                    .isNotEqualTo(RUDE.answer());
            assertThat(correction.layers()).extracting(LayerTrace::name).isEqualTo(List.of("first", "second"));
        }
    }

    @Test
    void a_source_names_an_embedded_adapter_or_a_folder() throws IOException {
        Path own = ZeroAdapter.write(folder.resolve("own"));
        try (CheckpointAligner civility = CheckpointAligner.builder(ModelSource.embedded())
                .adapter("a", ModelSource.parse("embedded:" + NAME))
                .adapter("b", ModelSource.parse(own.toString()))
                .open()) {
            assertThat(civility.withAdapter("a").correct(RUDE).answer())
                    .isEqualTo(civility.withAdapter("b").correct(RUDE).answer());
        }
    }

    @Test
    void adapters_that_do_not_come_with_the_checkpoint_are_refused() {
        for (String name : List.of("none", "../civility", "", "For-This-Test")) {
            CheckpointAligner.Builder builder =
                    CheckpointAligner.builder(ModelSource.embedded()).adapter("a", ModelSource.embedded(name));
            assertThatThrownBy(builder::open)
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("comes with no adapter '" + name + "'; its README.md lists those");
        }
    }

    @Test
    void an_embedded_adapter_is_refused_for_another_checkpoint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        CheckpointAligner.builder(ModelSource.folder(folder)).adapter("a", ModelSource.embedded(NAME)))
                .withMessageContaining("'embedded:for-this-test' belongs to the embedded checkpoint")
                .withMessageContaining("name the folder of an adapter that was trained on it");
    }

    @Test
    void a_name_is_taken_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("a", ModelSource.folder(folder))
                        .adapter("a", ModelSource.embedded(NAME)))
                .withMessageContaining("two adapters named 'a'");
    }

    @Test
    void the_checkpoint_is_copied_without_its_adapters() throws IOException {
        EmbeddedCheckpoint.copyTo(folder);
        assertThat(folder.resolve("config.json")).exists();
        assertThat(folder.resolve("adapters")).doesNotExist();
        CheckpointAligner.open(ModelSource.folder(folder)).close();
    }
}
