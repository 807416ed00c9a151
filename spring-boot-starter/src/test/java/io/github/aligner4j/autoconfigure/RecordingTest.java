// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.observation.CorrectionRecorder;
import io.github.aligner4j.observation.TextRedactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordingTest {

    @TempDir
    private Path folder;

    @Test
    void nothing_is_recorded_unless_a_file_is_named() {
        Contexts.enabled().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CorrectionRecorder.class));
    }

    @Test
    void each_corrected_answer_becomes_a_line_of_the_file() {
        Path file = folder.resolve("traffic.jsonl");
        Contexts.enabled().withPropertyValues("aligner.recording.file=" + file).run(context -> {
            context.getBean(AlignerChains.class).get("default").correct(CorrectionRequest.of("Why?", "So."));

            assertThat(Files.readAllLines(file))
                    .singleElement()
                    .asString()
                    .contains("\"chain\":\"default\",\"question\":\"Why?\",\"answer\":\"So.\",\"correction\":");
        });
    }

    @Test
    void texts_are_recorded_as_the_applications_redactors_leave_them_and_ids_as_digests() {
        Path file = folder.resolve("traffic.jsonl");
        Contexts.enabled()
                .withPropertyValues("aligner.recording.file=" + file, "aligner.recording.id-key=secret")
                .withBean("first", TextRedactor.class, () -> text -> text.replaceAll("[0-9]+", "#"))
                .withBean("second", TextRedactor.class, () -> text -> text.replace("#", "(number)"))
                .run(context -> {
                    CorrectionRequest request = CorrectionRequest.of("Am I 4711?", "You are 4711.")
                            .withAttributes(Map.of(RequestAttributes.USER, "ada"));
                    context.getBean(AlignerChains.class).get("default").correct(request);

                    assertThat(Files.readString(file))
                            .contains("Am I (number)?", "You are (number).", "\"userHash\":\"hmac-sha256:")
                            .doesNotContain("4711", "ada", "secret");
                });
    }

    @Test
    void files_are_limited_in_size_number_and_age() {
        Path file = folder.resolve("traffic.jsonl");
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.recording.file=" + file,
                        "aligner.recording.max-file-size=1KB",
                        "aligner.recording.max-files=2",
                        "aligner.recording.max-age=7d")
                .run(context -> {
                    for (int i = 0; i < 20; i++) {
                        context.getBean(AlignerChains.class)
                                .get("default")
                                .correct(CorrectionRequest.of("Why " + i + "?", "So."));
                    }

                    try (Stream<Path> files = Files.list(folder)) {
                        assertThat(files).hasSize(2);
                    }
                    assertThat(Files.readString(file)).contains("Why 19?");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "max-file-size=0B, aligner.recording.max-file-size is 0B",
        "max-files=0, aligner.recording.max-files is 0",
        "max-age=-1d, 'aligner.recording.max-age is PT-24H, but must be positive'",
        "id-key=, aligner.recording.id-key is blank",
    })
    void a_limit_that_is_none_stops_the_application(String property, String description) {
        Contexts.enabled()
                .withPropertyValues(
                        "aligner.recording.file=" + folder.resolve("traffic.jsonl"), "aligner.recording." + property)
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Contexts.analysis(context).getDescription()).startsWith(description);
                });
    }

    @Test
    void a_file_that_cannot_be_written_stops_the_application() {
        Path file = folder.resolve("none/traffic.jsonl");
        Contexts.enabled().withPropertyValues("aligner.recording.file=" + file).run(context -> {
            assertThat(context).hasFailed();
            assertThat(Contexts.analysis(context).getDescription())
                    .isEqualTo("aligner.recording.file is '" + file + "', which can't be written to.");
            assertThat(Contexts.analysis(context).getAction()).contains("or remove it to record nothing");
        });
    }
}
