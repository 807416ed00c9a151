// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.runtime.CheckpointAligner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that is terminated while it serves requests, in a JVM of its own. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process can't request the end of another one there")
class GracefulShutdownTest {

    private static final CorrectionRequest RUDE = CorrectionRequest.of("Hello!", "Read the damn manual.");
    /** The exit code of a JVM that was terminated by SIGTERM and exited in order. */
    private static final int TERMINATED = 128 + 15;

    private static final String READY = "ready";
    private static final String RESULT = "result: ";

    @TempDir
    private Path folder;

    @Test
    void answers_of_requests_that_a_graceful_shutdown_waits_for_are_corrected() throws Exception {
        try (CheckpointAligner aligner = CheckpointAligner.embedded()) {
            assertThat(terminated())
                    .contains(RESULT + aligner.correct(RUDE).answer())
                    .doesNotContain(RESULT + RUDE.answer());
        }
    }

    @Test
    void without_the_hook_of_spring_boot_the_runtime_ends_by_its_own() throws Exception {
        assertThat(terminated("--spring.main.register-shutdown-hook=false")).noneMatch(line -> line.startsWith(RESULT));
    }

    /** Returns the output of an application after it was ready and terminated; it must not crash. */
    private List<String> terminated(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> output = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.add(line);
                if (line.equals(READY)) {
                    // The process's own method would close its output, too.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor()).as(() -> output.toString()).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("crash.log")).doesNotExist();
        return output;
    }

    /** Corrects without end, and once more for a request in progress when the context is closed. */
    @ImportAutoConfiguration(AlignerShutdownAutoConfiguration.class)
    static class Application {

        public static void main(String[] arguments) {
            SpringApplication application = new SpringApplication(Application.class);
            CheckpointAligner aligner = application.run(arguments).getBean(CheckpointAligner.class);
            print(READY);
            while (true) {
                try {
                    aligner.correct(RUDE);
                } catch (AlignerException | IllegalStateException e) {
                    return;
                }
            }
        }

        @Bean
        CheckpointAligner aligner() {
            return CheckpointAligner.embedded();
        }

        @Bean
        SmartLifecycle server(CheckpointAligner aligner) {
            return new Server(aligner);
        }
    }

    /** Waits for a request, as a server with a graceful shutdown does. */
    private static final class Server implements SmartLifecycle {

        private final CheckpointAligner aligner;
        private boolean running;

        Server(CheckpointAligner aligner) {
            this.aligner = aligner;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            print(RESULT + aligner.correct(RUDE).answer());
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }

    private static void print(String line) {
        System.out.append(line + "\n").flush();
    }
}
