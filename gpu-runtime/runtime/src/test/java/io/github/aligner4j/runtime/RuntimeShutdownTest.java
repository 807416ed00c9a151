// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.golden.GoldenCheckpoint;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** JVMs that are terminated while libtorch computes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process can't request the end of another one there")
class RuntimeShutdownTest {

    @TempDir
    private Path folder;

    @Test
    void a_jvm_that_is_terminated_during_forward_passes_exits_in_order() throws Exception {
        Path model = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        try (ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "passes", model.toString())) {
            child.awaitLine(ShutdownChild.READY);
            child.terminate();

            assertExit(child, ChildJvm.TERMINATED);
        }
    }

    @Test
    void a_jvm_that_exits_during_forward_passes_keeps_its_exit_code() throws Exception {
        Path model = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        try (ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "exit", model.toString())) {
            assertExit(child, 7);
        }
    }

    @Test
    void a_jvm_that_is_terminated_while_it_loads_checkpoints_exits_in_order() throws Exception {
        Path model = GoldenCheckpoint.unpack("llama-gqa", folder).folder();
        try (ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "loads", model.toString())) {
            child.awaitLine(ShutdownChild.READY);
            child.terminate();

            assertExit(child, ChildJvm.TERMINATED);
        }
    }

    @Test
    void a_command_that_is_terminated_reports_no_failed_correction() throws Exception {
        try (ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "command")) {
            child.awaitLine(ShutdownChild.READY);
            child.terminate();

            assertExit(child, ChildJvm.TERMINATED);
            assertThat(child.output()).noneMatch(line -> line.startsWith(ShutdownChild.RESULT));
        }
    }

    @Test
    void a_correction_in_progress_is_finished() throws Exception {
        try (CheckpointAligner aligner = CheckpointAligner.embedded();
                ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "grace")) {
            child.awaitLine(ShutdownChild.READY);
            child.terminate();

            assertThat(child.awaitLine(ShutdownChild.RESULT))
                    .isEqualTo(aligner.correct(ShutdownChild.RUDE).answer());
            assertExit(child, ChildJvm.TERMINATED);
        }
    }

    @Test
    void a_program_can_end_the_runtime_in_a_hook_of_its_own() throws Exception {
        try (CheckpointAligner aligner = CheckpointAligner.embedded();
                ChildJvm child = ChildJvm.start(folder, ShutdownChild.class, "own-hook")) {
            child.awaitLine(ShutdownChild.READY);
            child.terminate();

            assertThat(child.awaitLine(ShutdownChild.RESULT))
                    .isEqualTo(aligner.correct(ShutdownChild.RUDE).answer());
            assertThat(child.awaitLine(ShutdownChild.RESULT)).startsWith("the JVM is shutting down");
            assertExit(child, ChildJvm.TERMINATED);
        }
    }

    private static void assertExit(ChildJvm child, int code) throws Exception {
        assertThat(child.exitCode()).as(() -> child.output().toString()).isEqualTo(code);
        assertThat(child.crashes()).isEmpty();
    }
}
