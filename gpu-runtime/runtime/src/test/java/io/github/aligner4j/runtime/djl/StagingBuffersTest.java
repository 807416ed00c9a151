// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Copies weights in blocks, as for a GPU; here the buffers are ordinary memory, and the device is the CPU. */
class StagingBuffersTest {

    private static final int[] IDS = {5, 9, 1, 7, 3, 11, 2};

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        TorchEngine.start(1);
    }

    @ParameterizedTest
    @CsvSource({
        "llama-gqa, FLOAT32, PLAIN, 1000",
        "llama-gqa, FLOAT32, PREPACKED, 333",
        "llama-gqa, BFLOAT16, PLAIN, 7",
        "gemma, FLOAT32, PLAIN, 5000000"
    })
    void weights_that_were_copied_through_them_are_those_of_the_file(
            String golden, Precision precision, MatrixFormat format, long elements) {
        CheckpointWithAdapters checkpoint = CheckpointWithAdapters.of(
                CheckpointDirectory.open(GoldenCheckpoint.unpack(golden, folder).folder()));
        Execution execution = new Execution("cpu", precision, format);

        // A view of a file is aligned otherwise than a copy; products of both may differ in the last bit.
        assertThat(logits(checkpoint, execution, elements))
                .containsExactly(logits(checkpoint, execution, 0), within(1e-5f));
    }

    @Test
    void a_CPU_needs_none() {
        Execution execution = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN);
        CheckpointDirectory checkpoint = CheckpointDirectory.open(
                GoldenCheckpoint.unpack("llama-gqa", folder).folder());
        try (TorchProgram program = program(checkpoint, execution);
                StagingBuffers staging = StagingBuffers.of(execution, program)) {
            assertThat(staging.tensors().toIValueArray()).isEmpty();
        }
    }

    @Test
    void memory_that_can_not_be_locked_is_a_failure_of_the_engine() {
        assumeFalse(TorchEngine.start(1).getGpuCount() > 0, "libtorch for CPUs locks no memory");
        CheckpointDirectory checkpoint = CheckpointDirectory.open(
                GoldenCheckpoint.unpack("llama-gqa", folder).folder());
        Execution execution = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN);
        try (TorchProgram program = program(checkpoint, execution)) {
            assertThatThrownBy(() -> StagingBuffers.of(program, 100, true)).isInstanceOf(EngineException.class);
        }
    }

    private static float[] logits(CheckpointWithAdapters checkpoint, Execution execution, long elements) {
        TorchProgram program = program(checkpoint.base(), execution);
        MatrixLayouts layouts = new MatrixLayouts(execution, program);
        try (StagingBuffers staging =
                elements == 0 ? StagingBuffers.none(program) : StagingBuffers.of(program, elements, false)) {
            IValue base = WeightLoader.load(checkpoint, execution, program, layouts, staging);
            TorchWeights weights =
                    new TorchWeights(base, AdapterLoader.load(checkpoint, program, layouts), layouts.fallbacks());
            try (TorchCausalLanguageModel model =
                    new TorchCausalLanguageModel(checkpoint.base().config(), execution, program, weights)) {
                return GoldenModels.logits(model, IDS);
            }
        }
    }

    private static TorchProgram program(CheckpointDirectory checkpoint, Execution execution) {
        List<AttentionKernels> kernels = List.of(AttentionKernels.values());
        String source = new DecoderSource(checkpoint.config(), execution, kernels.get(kernels.size() - 1)).text();
        return TorchProgram.compile(DecoderSource.CLASS_NAME, source);
    }
}
