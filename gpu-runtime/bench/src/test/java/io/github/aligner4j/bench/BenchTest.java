// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.Drafting;
import io.github.aligner4j.runtime.drafting.PassCost;
import io.github.aligner4j.template.CorrectionTemplates;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class BenchTest {

    private static final BenchSetting SETTING =
            new BenchSetting("fake", "cpu", "float32", 2, 0.5, PassCost.CPU, true, 2, 0);
    private static final List<Drafting> BOTH = List.of(Drafting.NONE, Drafting.RESIDUAL);

    private final FakeModel model = new FakeModel();

    @Test
    void strategies_are_measured_in_turn_row_by_row_each_row_with_another_first() {
        run(plan(BOTH, 0, 1), workload(true, row("a", "123456789"), row("a", "1234")));

        assertThat(model.requests)
                .containsExactly("none 10", "residual 10", "none 1", "residual 5", "none 5", "none 1");
    }

    @Test
    void a_strategy_is_compared_with_plain_decoding_and_with_a_full_prefill() {
        StrategyReport residual =
                strategies(plan(BOTH, 0, 2), row("a", "123456789")).get(1);

        assertThat(residual.drafting()).isEqualTo("residual");
        assertThat(residual.speedup()).isEqualTo(10, within(1e-9));
        assertThat(residual.timesFullPrefill()).isEqualTo(1, within(1e-9));
        assertThat(residual.tokensPerPass()).isEqualTo(10);
        assertThat(residual.acceptance()).isEqualTo(0.45);
        assertThat(residual.latencyMillisP50()).isEqualTo(1);
        assertThat(residual.tokensPerSecond()).isEqualTo(10_000, within(1e-6));
        assertThat(residual.decodeTokensPerSecond()).isNaN();
        assertThat(residual.mismatches()).isZero();
    }

    @Test
    void plain_decoding_has_rates_of_its_own() {
        StrategyReport plain =
                strategies(plan(BOTH, 0, 1), row("a", "123456789")).get(0);

        assertThat(plain.decodeTokensPerSecond()).isEqualTo(1000, within(1e-6));
        assertThat(plain.correctionsPerSecond()).isEqualTo(100, within(1e-6));
        assertThat(plain.tokensPerPass()).isEqualTo(1);
        assertThat(plain.acceptance()).isNaN();
        assertThat(plain.prefillTokensPerSecond())
                .isEqualTo(1e3
                        * workload(true, row("a", "123456789"))
                                .tasks()
                                .get(0)
                                .request()
                                .prompt()
                                .text()
                                .length());
    }

    @Test
    void rows_that_differ_from_plain_decoding_are_counted() {
        model.wrongWhenDrafting = true;

        BenchReport report = run(plan(BOTH, 0, 1), workload(false, row("a", "12"), row("b", "34")));

        assertThat(report.hasMismatches()).isTrue();
        assertThat(report.workloads()).extracting(WorkloadReport::kind).containsExactly("a", "b");
        assertThat(report.workloads().get(0).strategies().get(1).mismatches()).isEqualTo(1);
        assertThat(report.workloads().get(0).strategies().get(0).mismatches()).isZero();
    }

    @Test
    void warming_up_is_not_measured() {
        Workload workload = workload(true, row("a", "1234"), row("a", "5678"));

        BenchReport report = run(plan(List.of(Drafting.NONE), 1, 1), workload);

        assertThat(model.requests).hasSize(2 + 4);
        assertThat(report.workloads().get(0).rows()).isEqualTo(2);
    }

    @Test
    void rows_longer_than_the_context_are_left_out_and_counted() {
        Workload workload = workload(true, row("a", "1"), row("a", "x".repeat(FakeModel.CONTEXT)));

        assertThat(workload.skipped()).isEqualTo(1);
        assertThat(workload.tasks()).hasSize(1);
        assertThatThrownBy(() -> workload(true, row("a", "x".repeat(FakeModel.CONTEXT))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no row to measure: 1 rows are longer than the model's context");
    }

    @Test
    void a_plan_checks_its_numbers() {
        assertBad("drafting must name at least one strategy", () -> plan(List.of(), 0, 1));
        assertBad("each only once", () -> plan(List.of(Drafting.NONE, Drafting.NONE), 0, 1));
        assertBad("warmup must be at least 0, but was -1", () -> plan(BOTH, -1, 1));
        assertBad("repeat must be at least 1, but was 0", () -> plan(BOTH, 0, 0));
        assertBad("concurrency must be at least 1, but was 0", () -> new BenchPlan(BOTH, 0, 1, 0, 0));
        assertBad("soak must be at least 0, but was -5", () -> new BenchPlan(BOTH, 0, 1, 1, -5));
        assertBad(
                "drafting must be one of none, prompt-lookup, residual, but was 'x'", () -> DraftingNames.byName("x"));
    }

    @Test
    void everything_measured_is_in_the_table() {
        StringWriter text = new StringWriter();
        BenchReport report = new Bench(
                        model,
                        workload(true, row("a", "123456789")),
                        new BenchPlan(BOTH, 0, 1, 2, 10),
                        model.nanos::get)
                .run(SETTING, OptionalLong.empty(), () -> {});

        new BenchTable(new PrintWriter(text, true)).print(report);

        assertThat(text.toString())
                .contains("fake, float32 on cpu, 2 threads, loaded in 0.50 s; teacher-forced; each row 2 times")
                .contains("a: 1 rows")
                .containsPattern(
                        "residual +10\\.00 +1\\.00 +1\\.0 +1\\.0 +10000\\.0 +\\d+ +- +1\\.0 +10\\.00 +45\\.0 % +0\\.0 % +0")
                .contains("2 callers, residual:")
                .contains("10 corrections, 1000.0/s:")
                .contains("memory: ");
    }

    @Test
    void the_share_of_the_bandwidth_is_of_what_the_weights_allow() {
        BandwidthReport report = BandwidthReport.of(20e9, 200_000_000, 50);

        assertThat(report.boundTokensPerSecond()).isEqualTo(100);
        assertThat(report.share()).isEqualTo(0.5);
        assertThat(BandwidthProbe.bytesPerSecond(2, 1 << 20)).isPositive();
    }

    private static void assertBad(String message, Runnable made) {
        assertThatThrownBy(made::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static BenchPlan plan(List<Drafting> strategies, int warmup, int repeat) {
        return new BenchPlan(strategies, warmup, repeat, 1, 0);
    }

    private List<StrategyReport> strategies(BenchPlan plan, BenchRow row) {
        return run(plan, workload(true, row)).workloads().get(0).strategies();
    }

    private BenchReport run(BenchPlan plan, Workload workload) {
        model.requests.clear();
        return new Bench(model, workload, plan, model.nanos::get).run(SETTING, OptionalLong.empty(), () -> {});
    }

    private Workload workload(boolean forced, BenchRow... rows) {
        return Workload.of(List.of(rows), CorrectionTemplates.ALIGNER_7B, model, forced, 64);
    }

    private static BenchRow row(String kind, String answer) {
        return new BenchRow(kind, "Why?", answer, answer);
    }
}
