// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A model in a folder or on the class path is loaded and run without so much as the classes that open connections. */
class NoNetworkTest {

    @Test
    void no_class_of_an_http_client_or_a_socket_is_loaded_for_a_folder_or_an_embedded_model() throws Exception {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoNetworkTest.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(child.waitFor())
                .as(output.lines().reduce((a, b) -> b).orElse(""))
                .isZero();
        assertThat(output).contains("io.github.aligner4j.runtime.ModelSources ", "corrected: true");
        assertThat(output.lines())
                .noneMatch(line -> line.contains(" java.net.http.")
                        || line.contains(" jdk.internal.net.http.")
                        || line.contains(" java.net.Socket ")
                        || line.contains(" sun.nio.ch.SocketChannelImpl ")
                        || line.contains(" io.github.aligner4j.hub.HubClient "));
    }

    /** Runs in a JVM of its own. */
    public static void main(String[] arguments) throws IOException {
        CorrectionRequest rude = CorrectionRequest.of("How is it?", "Your damn plan is late.");
        try (EmbeddedCheckpoint unpacked = EmbeddedCheckpoint.unpack();
                CheckpointAligner folder = CheckpointAligner.builder(ModelSource.folder(unpacked.folder()))
                        .adapter("empathy", ModelSource.folder(unpacked.unpackAdapter("empathy")))
                        .open();
                CheckpointAligner embedded = CheckpointAligner.builder(ModelSource.embedded())
                        .adapter("empathy", ModelSource.embedded("empathy"))
                        .open()) {
            Correction correction = embedded.correct(rude);
            if (folder.correct(rude).answer().equals(correction.answer())) {
                System.out.append("corrected: " + correction.changed()).flush();
            }
        }
    }
}
