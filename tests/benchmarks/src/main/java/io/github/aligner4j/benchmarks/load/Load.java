// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.benchmarks.load;

import io.github.aligner4j.runtime.CheckpointAligner;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.SchedulingOptions;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Measures what happens to callers when answers come faster than an Aligner can correct them, see {@code docs/benchmarks/load.md}.
 *
 * <p>The capacity is measured first: the corrections in a second of as many callers as keep the device busy without being refused, which
 * ask again at once. Before each row, it is measured again, so that disturbances of the machine show.
 */
public final class Load {

    /** The windows of an answer, each of which takes a place in the queue; so the callers that measure the capacity are not refused. */
    private static final int WINDOWS = 4;

    private final LoadOptions options;
    private final Consumer<String> out;
    private final AtomicInteger text = new AtomicInteger();

    private Load(LoadOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs the benchmark with options of the form {@code name=value}, see {@link LoadOptions}. */
    public static void main(String[] args) {
        run(LoadOptions.of(args), System.out::println);
    }

    /** Runs the benchmark and passes each line of its table to {@code out}. */
    static void run(LoadOptions options, Consumer<String> out) {
        new Load(options, out).measure();
    }

    private void measure() {
        out.accept("| callers | max. queued | capacity/s | accepted | refused | accepted/capacity | p50 ms | p99 ms |"
                + " alone p50 ms | p99 / alone p50 |");
        out.accept("|---|---|---|---|---|---|---|---|---|---|");
        for (int queued : options.queued()) {
            try (CheckpointAligner aligner = open(queued)) {
                callers(aligner, 1).run(Double.POSITIVE_INFINITY, options.seconds() / 4);
                options.callers().forEach(callers -> measure(aligner, queued, callers));
            }
        }
    }

    private CheckpointAligner open(int queued) {
        SchedulingOptions scheduling =
                SchedulingOptions.DEFAULT.withMaxQueuedRequests(queued).withMaxRunningRequests(options.running());
        return CheckpointAligner.builder(ModelSource.folder(options.checkpoint()))
                .options(RuntimeOptions.DEFAULT.withScheduling(scheduling))
                .open();
    }

    private void measure(CheckpointAligner aligner, int queued, int callers) {
        double alone = callers(aligner, 1)
                .run(Double.POSITIVE_INFINITY, options.seconds() / 4)
                .millis(50);
        int saturating = Math.max(1, Math.min(options.running(), queued) / WINDOWS);
        double capacity = callers(aligner, saturating)
                .run(Double.POSITIVE_INFINITY, options.seconds() / 2)
                .rate();
        LoadResult result = callers(aligner, callers).run(options.factor() * capacity, options.seconds());
        out.accept(String.format(
                Locale.ROOT,
                "| %d | %d | %.1f | %d | %d | %.2f | %.0f | %.0f | %.0f | %.1f |",
                callers,
                queued,
                capacity,
                result.accepted(),
                result.refused(),
                result.rate() / capacity,
                result.millis(50),
                result.millis(99),
                alone,
                result.millis(99) / alone));
    }

    private Callers callers(CheckpointAligner aligner, int number) {
        return new Callers(aligner, number, options.tokens(), text);
    }
}
