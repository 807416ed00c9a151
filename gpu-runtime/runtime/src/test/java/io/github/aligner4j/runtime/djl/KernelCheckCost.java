// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.checkpoint.CheckpointWithAdapters;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the comparisons of {@link MatrixLayouts} add to loading a checkpoint: each load in a process of its own, with
 * and without them in turn, one thread, processor time from opening the folder to a model that is ready, libtorch's start
 * included. Arguments: folder, dtype, number of pairs. See docs/benchmarks/kernel-checks.md for how to run it.
 */
final class KernelCheckCost {

    private static final String COMPARED = "if compared:";
    private static final double MILLIS = 1e6;

    private KernelCheckCost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = System.out;
        if (arguments.length == 1 + 2) {
            report(out, List.of(arguments));
        } else {
            out.println(load(Path.of(arguments[0]), arguments[1], Boolean.parseBoolean(arguments[2])));
        }
    }

    private static void report(PrintStream out, List<String> arguments) throws IOException, InterruptedException {
        int pairs = Integer.parseInt(arguments.get(2));
        double[] with = new double[pairs];
        double[] without = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            with[i] = inProcess(arguments, true);
            without[i] = inProcess(arguments, false);
        }
        Arrays.sort(with);
        Arrays.sort(without);
        out.printf(
                Locale.ROOT,
                "%s: median %.0f ms with, %.0f ms without, %+.1f %%; least %.0f, %.0f, %+.1f %%%n",
                arguments.get(1),
                with[pairs / 2],
                without[pairs / 2],
                100 * (with[pairs / 2] / without[pairs / 2] - 1),
                with[0],
                without[0],
                100 * (with[0] / without[0] - 1));
    }

    private static double inProcess(List<String> arguments, boolean compared) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KernelCheckCost.class.getName(),
                        arguments.get(0),
                        arguments.get(1),
                        Boolean.toString(compared),
                        "once")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return Double.parseDouble(output.strip());
    }

    private static double load(Path folder, String dtype, boolean compared) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        CheckpointDirectory checkpoint = CheckpointDirectory.open(folder);
        DjlTokenizer.load(checkpoint.tokenizer(), checkpoint.config().vocabularySize())
                .close();
        TorchEngine.start(1);
        List<Execution> candidates =
                Execution.candidates("cpu", new ExecutionOptions("cpu", dtype, 1), checkpoint.storedType());
        TorchEngine.load(
                        CheckpointWithAdapters.of(checkpoint),
                        candidates,
                        program -> compared ? program : program.replace(COMPARED, "if False:"))
                .close();
        return (threads.getCurrentThreadCpuTime() - start) / MILLIS;
    }
}
