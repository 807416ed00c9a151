// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No GPU runs these: what is proved is which kernels the program names, and that libtorch compiles it. */
class AttentionKernelsTest {

    private static final String GENERAL = "torch.scaled_dot_product_attention(";
    private static final String FLASH = "torch._scaled_dot_product_flash_attention(";
    private static final String EFFICIENT = "torch._scaled_dot_product_efficient_attention(";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT16", "BFLOAT16"})
    void on_cuda_in_half_precision_kernels_are_named_and_no_other_can_be_chosen(Precision precision) {
        Execution execution = new Execution("cuda:0", precision, MatrixFormat.PLAIN);
        ModelConfig config = config("llama-gqa");
        assertThat(AttentionKernels.candidates(execution, config.attention()))
                .containsExactly(AttentionKernels.NAMED, AttentionKernels.CHOSEN);
        String source = new DecoderSource(config, execution, AttentionKernels.NAMED).text();
        assertThat(source)
                .containsOnlyOnce(FLASH)
                .containsOnlyOnce(EFFICIENT)
                .doesNotContain(GENERAL)
                .doesNotContain("cudnn");
        TorchEngine.start(1);
        TorchProgram.compile(DecoderSource.CLASS_NAME, source).close();
    }

    @Test
    void rows_of_masks_for_named_kernels_begin_at_multiples_of_eight() {
        Execution execution = new Execution("cuda:0", Precision.BFLOAT16, MatrixFormat.PLAIN);
        assertThat(new DecoderSource(config("llama-gqa"), execution, AttentionKernels.NAMED).text())
                .contains("torch.zeros([torch.size(hidden, 0), (n + 7) // 8 * 8], dtype=15")
                .contains("torch.masked_fill_(torch.slice(zeros, 1, 0, n, 1), hidden, -inf)");
    }

    @Test
    void elsewhere_libtorch_chooses() {
        ModelConfig config = config("llama-gqa");
        for (Execution execution : new Execution[] {
            new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN),
            new Execution("cpu", Precision.BFLOAT16, MatrixFormat.PREPACKED),
            new Execution("cuda:0", Precision.FLOAT32, MatrixFormat.PLAIN)
        }) {
            assertThat(AttentionKernels.candidates(execution, config.attention()))
                    .containsExactly(AttentionKernels.CHOSEN);
            assertThat(new DecoderSource(config, execution, AttentionKernels.CHOSEN).text())
                    .containsOnlyOnce(GENERAL)
                    .doesNotContain(FLASH);
        }
    }

    @Test
    void heads_that_named_kernels_do_not_take_are_left_to_libtorch() {
        Execution execution = new Execution("cuda:0", Precision.BFLOAT16, MatrixFormat.PLAIN);
        assertThat(AttentionKernels.candidates(execution, config("llama-odd").attention()))
                .containsExactly(AttentionKernels.CHOSEN);
        assertThat(AttentionKernels.candidates(execution, config("gemma2").attention()))
                .containsExactly(AttentionKernels.CHOSEN);
    }

    private ModelConfig config(String name) {
        return CheckpointDirectory.open(GoldenCheckpoint.unpack(name, folder).folder())
                .config();
    }
}
