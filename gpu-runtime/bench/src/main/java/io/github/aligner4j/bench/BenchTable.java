// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.bench;

import io.github.aligner4j.runtime.drafting.PassCost;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints a report as text. */
public final class BenchTable {

    private static final List<String> HEAD = List.of(
            "drafting",
            "x plain",
            "x prefill",
            "p50 ms",
            "p99 ms",
            "tok/s",
            "prefill tok/s",
            "decode tok/s",
            "passes",
            "tok/pass",
            "accepted",
            "reused",
            "mismatches");

    private final PrintWriter out;

    /** Creates a printer. */
    public BenchTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints {@code report}. */
    public void print(BenchReport report) {
        print(report.setting());
        report.workloads().forEach(this::print);
        report.callers().forEach(this::print);
        if (report.soak() != null) {
            print(report.soak());
        }
        if (report.bandwidth() != null) {
            print(report.bandwidth());
        }
        MemoryReport memory = report.memory();
        line("memory: %s MiB, peak %s MiB", whole(memory.residentMebibytes()), whole(memory.peakMebibytes()));
    }

    private void print(BenchSetting setting) {
        line(
                "%s, %s on %s, %s threads, loaded in %.2f s; %seach row %d times%s",
                setting.checkpoint(),
                setting.dtype(),
                setting.device(),
                setting.threads() == 0 ? "all" : setting.threads(),
                setting.loadSeconds(),
                setting.forced() ? "teacher-forced; " : "",
                setting.repeat(),
                setting.skipped() == 0 ? "" : "; " + setting.skipped() + " rows skipped, longer than the context");
        line("time of a pass by its tokens, in passes over one token: %s", times(setting.passCost()));
    }

    private static String times(PassCost cost) {
        return cost.points().stream()
                .map(point -> point.tokens() + ": " + number(3, point.time()))
                .collect(Collectors.joining(", "));
    }

    private void print(WorkloadReport kind) {
        out.println();
        line(
                "%s: %d rows, prompt %.0f tokens, correction %.0f; full prefill %.1f ms",
                kind.kind(), kind.rows(), kind.promptTokens(), kind.completionTokens(), kind.fullPrefillMillis());
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        kind.strategies().forEach(strategy -> rows.add(cells(strategy)));
        table(rows);
    }

    private static List<String> cells(StrategyReport strategy) {
        return List.of(
                strategy.drafting(),
                number(2, strategy.speedup()),
                number(2, strategy.timesFullPrefill()),
                number(1, strategy.latencyMillisP50()),
                number(1, strategy.latencyMillisP99()),
                number(1, strategy.tokensPerSecond()),
                number(0, strategy.prefillTokensPerSecond()),
                number(1, strategy.decodeTokensPerSecond()),
                number(1, strategy.passes()),
                number(2, strategy.tokensPerPass()),
                percent(strategy.acceptance()),
                percent(strategy.reused()),
                String.valueOf(strategy.mismatches()));
    }

    private void print(CallersReport callers) {
        out.println();
        line(
                "%d callers, %s: %.2f corrections/s, sequential %.2f, ratio %.2f; p50 %.1f ms, p99 %.1f ms, ratio %.2f",
                callers.callers(),
                callers.drafting(),
                callers.concurrentPerSecond(),
                callers.sequentialPerSecond(),
                callers.ratio(),
                callers.latencyMillisP50(),
                callers.latencyMillisP99(),
                callers.p99OverP50());
    }

    private void print(SoakReport soak) {
        out.println();
        line(
                "%d corrections, %.1f/s: %s MiB after warm-up, %s at the end, min %s, max %s; spread %s, drift %s;"
                        + " threads %s; %d bytes of the KV cache leaked",
                soak.corrections(),
                soak.correctionsPerSecond(),
                whole(soak.firstMebibytes()),
                whole(soak.lastMebibytes()),
                whole(soak.minMebibytes()),
                whole(soak.maxMebibytes()),
                percent(soak.spread()),
                percent(soak.drift()),
                soak.threads(),
                soak.leakedBytes());
    }

    private void print(BandwidthReport bandwidth) {
        out.println();
        line(
                "memory bandwidth %.1f GB/s; %.0f MB of weights per token allow %.1f tok/s; plain decoding reaches %s",
                bandwidth.gigabytesPerSecond(),
                bandwidth.weightMegabytes(),
                bandwidth.boundTokensPerSecond(),
                percent(bandwidth.share()));
    }

    private void table(List<List<String>> rows) {
        for (List<String> row : rows) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(any -> any.get(at).length())
                        .max()
                        .orElse(0);
                String cell = row.get(column);
                String padding = " ".repeat(width - cell.length());
                text.append(column == 0 ? cell + padding : "  " + padding + cell);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private void line(String format, @Nullable Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static String number(int digits, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "-";
    }

    private static String whole(@Nullable Double value) {
        return value == null ? "n/a" : number(0, value);
    }

    private static String percent(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? "-" : number(1, value * 100) + " %";
    }
}
