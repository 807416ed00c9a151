// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.cli.DoctorReport.Check;
import io.github.aligner4j.cli.DoctorReport.ModelReport;
import io.github.aligner4j.cli.DoctorReport.SystemReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a {@link DoctorReport} for people. */
final class DoctorTable {

    private static final double GIBIBYTE = 1L << 30;
    private static final double MEBIBYTE = 1L << 20;

    private DoctorTable() {}

    static void print(PrintWriter out, DoctorReport report) {
        printSystem(out, report.system());
        MachineTable.print(out, report.machine());
        if (report.model() != null) {
            printModel(out, report.model());
        }
        MachineTable.print(out, report.kernels());
        report.checks().forEach(check -> print(out, check));
        long passed = report.checks().stream().filter(Check::passed).count()
                + report.kernels().stream().filter(KernelCheck::passed).count();
        out.println();
        out.println(passed + " of " + (report.checks().size() + report.kernels().size()) + " checks passed");
    }

    private static void printSystem(PrintWriter out, SystemReport system) {
        line(out, "java", system.java() + " on " + system.os());
        line(
                out,
                "processor",
                String.format(
                        Locale.ROOT,
                        "%s, %d usable, %s memory",
                        system.processor(),
                        system.processors(),
                        bytes(system.memoryBytes())));
    }

    private static void printModel(PrintWriter out, ModelReport model) {
        line(
                out,
                "model",
                String.format(
                        Locale.ROOT, "%s, loaded as %s in %.1f s", model.source(), model.kind(), model.loadSeconds()));
        List<String> fallbacks = model.kernelFallbacks();
        line(
                out,
                "device",
                model.device() + ", " + model.dtype()
                        + (fallbacks.isEmpty() ? "" : "; other kernels for " + String.join(", ", fallbacks)));
        String peak = model.peakBytes() == null ? "" : "at most " + bytes(model.peakBytes()) + " of this process, ";
        line(
                out,
                "memory",
                peak + bytes(model.kvCacheBytes()) + " of " + bytes(model.maxKvCacheBytes()) + " for keys and values");
    }

    private static void print(PrintWriter out, Check check) {
        out.println();
        out.printf(
                Locale.ROOT,
                "%s  %s (%.2f s, %d + %d tokens)%n",
                check.passed() ? "PASS" : "FAIL",
                check.name(),
                check.seconds(),
                check.promptTokens(),
                check.completionTokens());
        detail(out, "question", check.question());
        detail(out, "answer", check.answer());
        check.detections()
                .forEach(each -> detail(
                        out, "detected", String.format(Locale.ROOT, "%s, score %.3f", each.label(), each.score())));
        detail(out, "correction", check.correction());
        detail(out, "error", check.error());
    }

    private static void detail(PrintWriter out, String label, @Nullable String text) {
        if (text != null) {
            out.printf(Locale.ROOT, "      %-10s  %s%n", label, text.replaceAll("\\R", "\n                  "));
        }
    }

    static void line(PrintWriter out, String label, String text) {
        out.printf(Locale.ROOT, "%-10s  %s%n", label, text);
    }

    static String bytes(long bytes) {
        return bytes < GIBIBYTE
                ? String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE);
    }
}
