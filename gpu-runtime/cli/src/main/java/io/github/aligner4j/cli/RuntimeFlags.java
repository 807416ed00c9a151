package io.github.aligner4j.cli;

import io.github.aligner4j.runtime.RuntimeOptions;
import picocli.CommandLine.Option;

/** Where and how a checkpoint runs. */
final class RuntimeFlags {

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "D",
            description = "auto, cpu or cuda:N (default: ${DEFAULT-VALUE}).")
    private String device = "auto";

    @Option(
            names = "--dtype",
            defaultValue = "auto",
            paramLabel = "T",
            description = "auto, float32, bfloat16, float16 or int8 (default: ${DEFAULT-VALUE}).")
    private String dtype = "auto";

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads of one operation on the CPU; 0 leaves it to PyTorch (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--exact",
            description =
                    "In half precision, lets neither drafts nor other requests change a token by rounding: each forward"
                            + " pass reads at least four tokens of a sequence.")
    private boolean exact;

    RuntimeOptions options() {
        return new RuntimeOptions(device, dtype, threads, exact);
    }
}
