// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A program without Spring and without any configuration of its logging, in a JVM of its own. */
class QuietStartTest {

    @Test
    void no_warning_of_a_missing_gpu_reaches_the_user() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("INFO ai.djl", "Read the").doesNotContain("WARN", "GPU count");
    }

    /** Corrects one answer. */
    static final class Program {

        @SuppressWarnings("checkstyle:RegexpSinglelineJava")
        public static void main(String[] arguments) {
            try (CheckpointAligner aligner = CheckpointAligner.embedded()) {
                System.out.println(aligner.correct(CorrectionRequest.of("Hello!", "Read the damn manual."))
                        .answer());
            }
        }
    }
}
