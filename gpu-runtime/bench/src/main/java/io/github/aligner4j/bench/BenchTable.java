package io.github.aligner4j.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a report for people. */
public final class BenchTable {

    private static final List<String> HEAD = List.of(
            "drafting",
            "x plain",
            "x reading",
            "p50 ms",
            "p99 ms",
            "tok/s",
            "prefill tok/s",
            "decode tok/s",
            "tok/pass",
            "accepted",
            "reused",
            "other rows");

    private final PrintWriter out;

    /** Writes to {@code out}. */
    public BenchTable(PrintWriter out) {
        this.out = out;
    }

    /** Writes {@code report}. */
    public void print(BenchReport report) {
        print(report.setting());
        report.kinds().forEach(this::print);
        report.callers().forEach(this::print);
        if (report.soak() != null) {
            print(report.soak());
        }
        if (report.bandwidth() != null) {
            print(report.bandwidth());
        }
        MemoryReport memory = report.memory();
        line("memory: %s MiB held, %s MiB at most", whole(memory.residentMebibytes()), whole(memory.peakMebibytes()));
    }

    private void print(BenchSetting setting) {
        line(
                "%s, %s on %s, %s threads, loaded in %.2f s; %seach row %d times%s",
                setting.checkpoint(),
                setting.dtype(),
                setting.device(),
                setting.threads() == 0 ? "all" : setting.threads(),
                setting.loadSeconds(),
                setting.forced() ? "corrections forced; " : "",
                setting.repeat(),
                setting.leftOut() == 0 ? "" : "; " + setting.leftOut() + " rows too long for the context left out");
    }

    private void print(WorkloadReport kind) {
        out.println();
        line(
                "%s: %d rows, prompt %.0f tokens, correction %.0f; prompt and answer read once: %.1f ms",
                kind.kind(), kind.rows(), kind.promptTokens(), kind.completionTokens(), kind.readingMillis());
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        kind.ways().forEach(way -> rows.add(cells(way)));
        table(rows);
    }

    private static List<String> cells(StrategyReport way) {
        return List.of(
                way.drafting(),
                number(2, way.speedup()),
                number(2, way.timesOneReading()),
                number(1, way.latencyMillisP50()),
                number(1, way.latencyMillisP99()),
                number(1, way.tokensPerSecond()),
                number(0, way.prefillTokensPerSecond()),
                number(1, way.decodeTokensPerSecond()),
                number(2, way.tokensPerPass()),
                percent(way.acceptance()),
                percent(way.reused()),
                String.valueOf(way.differingRows()));
    }

    private void print(CallersReport callers) {
        out.println();
        line(
                "%d callers, %s: %.2f corrections/s against %.2f one after another, %.2f times; p50 %.1f ms, p99 %.1f ms,"
                        + " %.2f times",
                callers.callers(),
                callers.drafting(),
                callers.togetherPerSecond(),
                callers.oneByOnePerSecond(),
                callers.ratio(),
                callers.latencyMillisP50(),
                callers.latencyMillisP99(),
                callers.p99OverP50());
    }

    private void print(SoakReport soak) {
        out.println();
        line(
                "%d corrections, %.1f/s: %s MiB after warm-up, %s at the end, %s to %s in between; spread %s, drift %s;"
                        + " threads %s; %d bytes of keys and values forgotten",
                soak.corrections(),
                soak.correctionsPerSecond(),
                whole(soak.firstMebibytes()),
                whole(soak.lastMebibytes()),
                whole(soak.leastMebibytes()),
                whole(soak.mostMebibytes()),
                percent(soak.spread()),
                percent(soak.drift()),
                soak.threads(),
                soak.forgottenBytes());
    }

    private void print(BandwidthReport bandwidth) {
        out.println();
        line(
                "memory read at %.1f GB/s; %.0f MB of weights a token: at most %.1f tok/s; plain decoding has %s of that",
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
