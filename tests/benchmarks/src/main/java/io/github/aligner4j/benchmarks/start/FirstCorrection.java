// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.start;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.benchmarks.ahead.Texts;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.djl.TorchEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Corrects a few answers in a JVM of its own, and prints the times that the parts of it took as one line. */
final class FirstCorrection {

    /** Begins the line, so that it is found among what libraries print. */
    static final String PREFIX = "start:";

    /** The corrections; the last ones are taken for warm. */
    static final int CORRECTIONS = 20;

    private static final int TOKENS = 50;
    private static final Path STATUS = Path.of("/proc/self/status");

    private FirstCorrection() {}

    /** Runs it with the source of a checkpoint. */
    public static void main(String[] args) {
        List<Double> millis = new ArrayList<>();
        millis.add((double) System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime());
        long last = System.nanoTime();
        TorchEngine.start(0);
        last = lap(millis, last);
        try (CheckpointAligner aligner = CheckpointAligner.open(ModelSource.parse(args[0]))) {
            last = lap(millis, last);
            for (int i = 0; i < CORRECTIONS; i++) {
                aligner.correct(CorrectionRequest.of(new Texts(i).question(), new Texts(i).answer(TOKENS)));
                last = lap(millis, last);
            }
        }
        millis.add(peakMebibytes());
        Consumer<String> out = System.out::println;
        out.accept(PREFIX + millis.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    private static long lap(List<Double> millis, long last) {
        long now = System.nanoTime();
        millis.add((now - last) / 1e6);
        return now;
    }

    /** Returns the largest resident memory of this process; NaN where the system does not tell it. */
    private static double peakMebibytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
