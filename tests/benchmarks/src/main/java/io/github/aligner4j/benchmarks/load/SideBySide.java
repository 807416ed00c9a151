// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.benchmarks.ahead.ProcessorTime;
import io.github.aligner4j.benchmarks.ahead.Texts;
import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures what it brings that the windows of one answer are corrected side by side, see {@code docs/benchmarks/load.md}: the same
 * Aligner, once with a device that runs one request at a time. The two take turns, so that disturbances of the machine affect both.
 */
public final class SideBySide {

    private final SideBySideOptions options;
    private final Consumer<String> out;
    private int text;

    private SideBySide(SideBySideOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link SideBySideOptions}. */
    public static void main(String[] args) {
        run(SideBySideOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its table to {@code out}. */
    static void run(SideBySideOptions options, Consumer<String> out) {
        new SideBySide(options, out).measure();
    }

    private void measure() {
        out.accept("| windows | one by one ms | together ms | x | processor time x |");
        out.accept("|---|---|---|---|---|");
        try (CheckpointAligner alone = open(1);
                CheckpointAligner together = open(SchedulingOptions.DEFAULT.maxRunningRequests())) {
            measure("read only", alone.withThreshold(1), together.withThreshold(1));
            measure("as shipped", alone, together);
            measure("all corrected", alone.withThreshold(0), together.withThreshold(0));
        }
    }

    private CheckpointAligner open(int running) {
        SchedulingOptions scheduling = SchedulingOptions.DEFAULT.withMaxRunningRequests(running);
        return CheckpointAligner.builder(ModelSource.folder(options.checkpoint()))
                .options(RuntimeOptions.DEFAULT.withScheduling(scheduling))
                .open();
    }

    private void measure(String windows, Aligner alone, Aligner together) {
        correct(alone);
        correct(together);
        List<Cost> one = new ArrayList<>();
        List<Cost> all = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            one.add(correct(alone));
            all.add(correct(together));
        }
        double millis = median(one.stream().mapToDouble(Cost::millis).toArray());
        double togetherMillis = median(all.stream().mapToDouble(Cost::millis).toArray());
        double processor = one.stream().mapToDouble(Cost::processor).sum()
                / all.stream().mapToDouble(Cost::processor).sum();
        out.accept(String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f | %.2f |",
                windows,
                millis,
                togetherMillis,
                millis / togetherMillis,
                processor));
    }

    /** Corrects a new answer. */
    private Cost correct(Aligner aligner) {
        Texts texts = new Texts(text++);
        CorrectionRequest request = CorrectionRequest.of(texts.question(), texts.cleanAnswer(options.tokens()));
        long started = System.nanoTime();
        long processor = ProcessorTime.now();
        aligner.correct(request);
        return new Cost((System.nanoTime() - started) / 1e6, ProcessorTime.now() - processor);
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private record Cost(double millis, double processor) {}
}
