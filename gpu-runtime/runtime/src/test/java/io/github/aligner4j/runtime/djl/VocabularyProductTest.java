// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.golden.GoldenCheckpoint;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Products with matrices of as many rows as real vocabularies have, which are seldom multiples of anything. */
class VocabularyProductTest {

    private static final long COLUMNS = 16;
    private static final String LAST_BLOCK =
            "torch.cat([torch.slice(y, -1, 0, n - n % 64, 1), torch.mul(torch.slice(y, -1, n - n % 64, n, 1), 1.1)], -1)";
    private static final String ONE_PLACE_IN_EACH_BLOCK =
            "torch.mul(y, torch.add(torch.mul(torch.eq(torch.remainder(torch.arange(0, n, dtype=4, layout=None, device=None,"
                    + " pin_memory=None), 64), 37), 0.1), 1.))";

    /** Appends random weights, and compares all results with the plain product's. */
    private static final String MORE = """
              def random(self: __torch__.Decoder, n: int) -> Tensor:
                m = torch.transpose(torch.reshape((self).inputs(n, ), [17, n]), 0, 1)
                return torch.contiguous(torch.slice(m, 1, 0, 16, 1))
              def add_random(self: __torch__.Decoder, w: List[Tensor], n: int, layout: int, compared: bool) -> Tensor:
                m = (self).random(n, )
                _0 = (self).append_matrix(w, m, layout, )
                result = torch.zeros([1], dtype=6, layout=None, device=None, pin_memory=None)
                if compared:
                  result = (self).difference(w, m, )
                return result
              def worst(self: __torch__.Decoder, w: List[Tensor], n: int) -> Tensor:
                x = (self).inputs(16, )
                counts = [1, 4, 17]
                ys = annotate(List[Tensor], [])
                for i in range(3):
                  _0 = torch.append(ys, (self).linear(torch.slice(x, 1, 0, counts[i], 1), w, 0, n, annotate(Optional[Tensor], None), ))
                return torch.reshape((self).difference_at(x, ys, w, 0, (self).random(n, ), 0, 1, ), [1])
            """;

    @TempDir
    private Path folder;

    private ModelConfig config;

    @BeforeEach
    void start() {
        TorchEngine.start(1);
        config = CheckpointDirectory.open(
                        GoldenCheckpoint.unpack("llama-gqa", folder).folder())
                .config();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                40, 48, 72, 80, 96, 104, 321, 1024, 1025, 1152, 4128, 32_001, 32_003, 49_155, 50_257, 50_261, 65_537
            })
    void every_result_is_right_in_the_layout_that_is_chosen(long rows) {
        for (Execution execution : List.of(
                new Execution("cpu", Precision.FLOAT32, MatrixFormat.PREPACKED),
                new Execution("cpu", Precision.FLOAT32, MatrixFormat.PLAIN),
                new Execution("cpu", Precision.BFLOAT16, MatrixFormat.INT8))) {
            assertRight(execution, UnaryOperator.identity(), rows);
        }
    }

    @Test
    void a_last_block_that_lies_is_found_in_a_large_vocabulary() {
        Execution execution = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PREPACKED);
        LyingKernel lying = LyingKernel.prepacked("n % 64 > 0");
        for (long rows : new long[] {321, 32_001, 50_257}) {
            List<KernelFallback> found = assertRight(execution, lying.saying(LAST_BLOCK), rows);
            assertThat(found).extracting(KernelFallback::rows).containsExactly(rows);
            assertThat(found).extracting(KernelFallback::used).containsExactly("padded");
        }
    }

    @Test
    void one_place_in_each_block_that_lies_is_found_in_a_large_vocabulary() {
        Execution execution = new Execution("cpu", Precision.FLOAT32, MatrixFormat.PREPACKED);
        LyingKernel lying = LyingKernel.prepacked("n > 0").saying(ONE_PLACE_IN_EACH_BLOCK);
        assertThat(assertRight(execution, lying, 32_000))
                .extracting(KernelFallback::used)
                .containsExactly("plain");
    }

    /** Returns what the choice of a layout found out. */
    private List<KernelFallback> assertRight(Execution execution, UnaryOperator<String> edit, long rows) {
        String source = new DecoderSource(config, execution, AttentionKernels.CHOSEN).text() + MORE;
        try (TorchProgram program = TorchProgram.compile(DecoderSource.CLASS_NAME, edit.apply(source));
                IValue weights = program.run("tensors", List.of())) {
            MatrixLayouts layouts = new MatrixLayouts(execution, program);
            layouts.addMatrix(
                    weights,
                    rows,
                    COLUMNS,
                    (layout, compared) -> program.number(
                            "add_random",
                            List.of(weights),
                            IValue.from(rows),
                            IValue.from((long) layout.code()),
                            IValue.from(compared)));
            assertThat((double) program.number("worst", List.of(weights), IValue.from(rows)))
                    .isLessThanOrEqualTo(MatrixLayouts.bound(execution.precision(), COLUMNS));
            return layouts.fallbacks();
        }
    }
}
