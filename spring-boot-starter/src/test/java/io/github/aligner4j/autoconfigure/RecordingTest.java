package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.observation.CorrectionRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
