package io.github.aligner4j.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one run of {@code aligner bench} measured, as its {@code --json} prints it.
 *
 * @param setting what was measured
 * @param kinds the ways of drafting, for each kind of row
 * @param callers callers at once, for each way; empty if not asked for
 * @param soak memory over many corrections; null if not asked for
 * @param bandwidth plain decoding against what the memory allows; null if not asked for
 * @param memory memory of the process
 */
public record BenchReport(
        BenchSetting setting,
        List<WorkloadReport> kinds,
        List<CallersReport> callers,
        @Nullable SoakReport soak,
        @Nullable BandwidthReport bandwidth,
        MemoryReport memory) {

    /** Returns whether some way of drafting gave other tokens than plain decoding. */
    public boolean differs() {
        return kinds.stream().flatMap(kind -> kind.ways().stream()).anyMatch(way -> way.differingRows() > 0);
    }
}
