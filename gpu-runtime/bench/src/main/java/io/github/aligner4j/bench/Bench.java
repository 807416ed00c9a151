// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Measures one model with one workload. */
public final class Bench {

    private final BenchModel model;
    private final Workload workload;
    private final BenchPlan plan;
    private final LongSupplier nanoTime;

    /** Creates a benchmark of {@code model}. */
    public Bench(BenchModel model, Workload workload, BenchPlan plan) {
        this(model, workload, plan, System::nanoTime);
    }

    Bench(BenchModel model, Workload workload, BenchPlan plan, LongSupplier nanoTime) {
        this.model = model;
        this.workload = workload;
        this.plan = plan;
        this.nanoTime = nanoTime;
    }

    /**
     * Runs the plan.
     *
     * @param setting describes the model, for the report
     * @param weightBytes the bytes of weights that one token needs, to measure the memory bandwidth as well; empty to skip that
     * @param afterEach runs after each row
     */
    public BenchReport run(BenchSetting setting, OptionalLong weightBytes, Runnable afterEach) {
        Comparison comparison = new Comparison(model, plan.strategies(), nanoTime);
        comparison.warmUp(workload, plan.warmup());
        List<Outcome> outcomes = comparison.run(workload, plan.repeat(), afterEach);
        List<CallersReport> callers = plan.callers() == 1 ? List.of() : callers();
        SoakReport soak = plan.soak() == 0 ? null : new Soak(model, nanoTime).run(workload, last(), plan.soak());
        MemoryReport memory = MemoryReport.now();
        BandwidthReport bandwidth =
                weightBytes.isPresent() ? bandwidth(setting, weightBytes.getAsLong(), outcomes) : null;
        return new BenchReport(
                setting, WorkloadReport.of(outcomes, plan.strategies()), callers, soak, bandwidth, memory);
    }

    private List<CallersReport> callers() {
        Callers callers = new Callers(model, plan.callers(), nanoTime);
        return plan.strategies().stream()
                .map(strategy -> callers.run(workload, strategy, plan.repeat()))
                .toList();
    }

    private BandwidthReport bandwidth(BenchSetting setting, long weightBytes, List<Outcome> outcomes) {
        double decode = StrategyReport.of(Drafting.NONE, outcomes).decodeTokensPerSecond();
        return BandwidthReport.of(BandwidthProbe.bytesPerSecond(setting.threads()), weightBytes, decode);
    }

    private Drafting last() {
        return plan.strategies().get(plan.strategies().size() - 1);
    }
}
