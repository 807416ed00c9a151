// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import ai.djl.pytorch.jni.IValue;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.ModelConfig;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures a product in each {@link MatrixLayout}: one thread, least processor time of many. Argument: folder of any
 * checkpoint. See docs/benchmarks/kernel-checks.md for how to run it.
 */
final class MatrixLayoutCost {

    private static final long COLUMNS = 768;
    private static final long[] ROWS = {96, 1056, 4128, 32_001, 50_257};
    private static final long[] INPUTS = {1, 4, 17};
    private static final int REPEATS = 60;
    private static final double MICROS = 1e3;

    private static final String MORE = """
              def random(self: __torch__.Decoder, n: int, k: int, layout: int, dtype: int) -> List[Tensor]:
                w = annotate(List[Tensor], [])
                _0 = (self).append_matrix(w, torch.to(torch.randn([n, k], dtype=6, layout=None, device=None, pin_memory=None), dtype, False, False, None), layout, )
                _1 = torch.append(w, (self).inputs(k, ))
                return w
              def once(self: __torch__.Decoder, w: List[Tensor], n: int, t: int) -> Tensor:
                return (self).linear(torch.contiguous(torch.slice(w[1], 1, 0, t, 1)), w, 0, n, annotate(Optional[Tensor], None), )
            """;

    private MatrixLayoutCost() {}

    public static void main(String[] arguments) {
        PrintStream out = System.out;
        TorchEngine.start(1);
        ModelConfig config = CheckpointDirectory.open(Path.of(arguments[0])).config();
        for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
            Execution execution = new Execution("cpu", precision, MatrixFormat.PREPACKED);
            String source = new DecoderSource(config, execution, AttentionKernels.CHOSEN).text() + MORE;
            try (TorchProgram program = TorchProgram.compile(DecoderSource.CLASS_NAME, source)) {
                for (long rows : ROWS) {
                    out.println(line(program, precision, rows));
                }
            }
        }
    }

    private static String line(TorchProgram program, Precision precision, long rows) {
        StringBuilder line = new StringBuilder(precision + " " + rows + " x " + COLUMNS + ", own / padded / plain:");
        for (long inputs : INPUTS) {
            line.append(String.format(Locale.ROOT, "  %d rows", inputs));
            for (MatrixLayout layout : MatrixLayout.values()) {
                line.append(String.format(
                        Locale.ROOT, " %.0f", micros(program, precision, layout, new long[] {rows, inputs})));
            }
        }
        return line.append(" µs").toString();
    }

    private static double micros(TorchProgram program, Precision precision, MatrixLayout layout, long[] sizes) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        try (IValue weights = program.run(
                "random",
                List.of(),
                IValue.from(sizes[0]),
                IValue.from(COLUMNS),
                IValue.from((long) layout.code()),
                IValue.from((long) precision.torchCode()))) {
            for (int i = 0; i < REPEATS; i++) {
                long start = threads.getCurrentThreadCpuTime();
                program.run("once", List.of(weights), IValue.from(sizes[0]), IValue.from(sizes[1]))
                        .close();
                least = Math.min(least, threads.getCurrentThreadCpuTime() - start);
            }
        }
        return least / MICROS;
    }
}
