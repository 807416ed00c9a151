// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.training.network.MicroBatch;
import io.github.aligner4j.training.network.ParameterLayout;
import io.github.aligner4j.training.network.UpdateSettings;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A JVM that is terminated while it trains. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process can't request the end of another one there")
class TrainingShutdownTest {

    /** The exit code of a JVM that was terminated by SIGTERM and exited in order. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path folder;

    @Test
    void a_jvm_that_is_terminated_during_training_steps_exits_in_order() throws Exception {
        Path model = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        model.toString())
                .redirectErrorStream(true)
                .start();
        String last = "";
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
                if (line.equals("ready")) {
                    // The process's own method would close its output, too.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor()).as(last).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
        assertThat(folder.resolve("crash.log")).doesNotExist();
    }

    /** Trains without end. */
    static final class Program {

        @SuppressWarnings("checkstyle:RegexpSinglelineJava")
        public static void main(String[] arguments) {
            ParameterLayout layout = ParameterLayout.full(
                    CheckpointDirectory.open(Path.of(arguments[0])).config());
            MicroBatch batch =
                    new MicroBatch(new long[] {1, 2, 3, 4}, 1, new long[] {3}, new long[] {5}, new float[] {1});
            try (TrainableModel model = TrainableModel.start(layout, "cpu", false, 1)) {
                for (int step = 1; true; step++) {
                    model.accumulateGradients(List.of(batch, batch), 1);
                    model.update(new UpdateSettings(1e-3, 0, 1, step));
                    if (step == 1) {
                        System.out.println("ready");
                    }
                }
            }
        }
    }
}
