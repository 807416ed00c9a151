// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of a benchmark; {@code aligner bench --json} prints them.
 *
 * @param setting describes the model
 * @param workloads the drafting strategies, for each kind of row
 * @param callers concurrent callers, for each strategy; empty if not measured
 * @param soak the soak test; null if not run
 * @param bandwidth plain decoding against the memory bandwidth; null if not measured
 * @param memory memory of the process
 */
public record BenchReport(
        BenchSetting setting,
        List<WorkloadReport> workloads,
        List<CallersReport> callers,
        @Nullable SoakReport soak,
        @Nullable BandwidthReport bandwidth,
        MemoryReport memory) {

    /** Returns whether a strategy generated other tokens than plain decoding did. */
    public boolean hasMismatches() {
        return workloads.stream()
                .flatMap(workload -> workload.strategies().stream())
                .anyMatch(strategy -> strategy.mismatches() > 0);
    }
}
