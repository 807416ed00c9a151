// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Prints a report as one table in Markdown. */
final class KitTable {

    private final List<List<String>> rows = new ArrayList<>();

    private KitTable() {
        rows.add(List.of("part", "measured", "result"));
    }

    /** Returns the table of {@code report}, whose parts may be missing. */
    static String of(JsonNode report) {
        KitTable table = new KitTable();
        table.environment(report);
        report.path("parity").properties().forEach(dtype -> table.parity(dtype.getKey(), dtype.getValue()));
        double copy = report.path("ceilings").path("copyGigabytesPerSecond").asDouble(Double.NaN);
        report.path("shapes").properties().forEach(shape -> table.shape(shape.getKey(), shape.getValue(), copy));
        table.training(report.path("training"));
        for (JsonNode step : report.path("steps")) {
            if (!step.path("status").asString().equals("ok")) {
                table.add("step", step.path("name").asString(), outcome(step));
            }
        }
        return table.text();
    }

    /** Returns how a step went, in a line. */
    static String outcome(JsonNode step) {
        String message = step.path("message").asString("");
        return text(
                        "%s: %s, %.0f s",
                        step.path("name").asString(), step.path("status").asString(), number(step, "seconds"))
                + (message.isEmpty() ? "" : ": " + message);
    }

    private void environment(JsonNode report) {
        JsonNode environment = report.path("environment");
        add("machine", "device", environment.path("device").asString("-"));
        add("machine", "processor", environment.path("processor").asString("-"));
        add(
                "machine",
                "libtorch",
                environment.path("engine").asString("-") + " "
                        + environment.path("flavor").asString("-"));
        JsonNode ceilings = report.path("ceilings");
        add("machine", "copy, GB/s", number(0, number(ceilings, "copyGigabytesPerSecond")));
        add("machine", "host to device, GB/s", number(1, number(ceilings, "hostToDeviceGigabytesPerSecond")));
        add("machine", "bfloat16 product, TFLOP/s", number(1, number(ceilings, "bfloat16TeraflopsPerSecond")));
    }

    private void parity(String dtype, JsonNode parity) {
        String part = "parity " + dtype;
        add(
                part,
                "checkpoints, adapters",
                parity.path("checkpoints").asInt() + ", "
                        + parity.path("adapters").asInt());
        add(part, "rows, tokens as transformers", share(parity, "rows") + ", " + share(parity, "tokens"));
        add(part, "drafted = plain", share(parity, "drafted"));
        add(part, "in company = alone", share(parity, "company"));
        if (parity.path("exactDrafted").path("all").asInt() > 0) {
            add(
                    part,
                    "exact: drafted, in company",
                    share(parity, "exactDrafted") + ", " + share(parity, "exactCompany"));
        }
        parity.path("failed").forEach(failure -> add(part, "failed", failure.asString()));
    }

    private void shape(String name, JsonNode shape, double copy) {
        JsonNode checkpoint = shape.path("checkpoint");
        add(name, "parameters", text("%.1f M", number(checkpoint, "parameters") / 1e6));
        JsonNode load = shape.path("load");
        add(
                name,
                "loading",
                text("%.2f s, again %.2f s", number(load, "seconds"), number(shape.path("start"), "loadSeconds")));
        add(
                name,
                "memory",
                text(
                        "device %s MB, process %s MB",
                        number(0, number(load, "deviceBytes") / 1e6),
                        number(0, number(shape.path("memory"), "residentBytes") / 1e6)));
        add(
                name,
                "first and second correction",
                text(
                        "%.0f ms, %.0f ms",
                        number(shape.path("start"), "firstMillis"), number(shape.path("start"), "secondMillis")));
        shape.path("passes").forEach(pass -> pass(name, pass));
        shape.path("bench").path("workloads").forEach(kind -> bench(name, kind));
        bound(name, shape, copy);
        shape.path("callers").forEach(callers -> callers(name, callers));
        transformers(name, shape.path("transformers"));
    }

    private void pass(String name, JsonNode pass) {
        add(
                name,
                text(
                        "pass of %d x %d tokens",
                        pass.path("sequences").asInt(), pass.path("tokens").asInt()),
                text(
                        "%d launches, %.1f a layer, %.2f a token; %d operations; %.2f ms",
                        pass.path("launches").asInt(),
                        number(pass, "launchesPerLayer"),
                        number(pass, "launchesPerToken"),
                        pass.path("operations").asInt(),
                        number(pass, "millis")));
    }

    private void bench(String name, JsonNode kind) {
        String text = kind.path("kind").asString();
        add(
                name,
                text + ": tokens of prompt, correction; reading",
                text(
                        "%.0f, %.0f; %.1f ms",
                        number(kind, "promptTokens"),
                        number(kind, "completionTokens"),
                        number(kind, "fullPrefillMillis")));
        for (JsonNode strategy : kind.path("strategies")) {
            add(
                    name,
                    text + ", " + strategy.path("drafting").asString(),
                    text(
                            "%.1f ms, %.0f decode tok/s, %.1f passes, %.1f tok/pass, %.1f x plain, %.2f x reading",
                            number(strategy, "latencyMillisP50"),
                            number(strategy, "decodeTokensPerSecond"),
                            number(strategy, "passes"),
                            number(strategy, "tokensPerPass"),
                            number(strategy, "speedup"),
                            number(strategy, "timesFullPrefill")));
        }
    }

    private void bound(String name, JsonNode shape, double copy) {
        double bound = 1e9 * copy / number(shape, "weightBytesPerToken");
        double plain = number(
                shape.path("bench").path("workloads").path(0).path("strategies").path(0), "decodeTokensPerSecond");
        add(name, "plain decoding, share of the bandwidth", text("%.2f of %.0f tok/s", plain / bound, bound));
    }

    private void callers(String name, JsonNode callers) {
        add(
                name,
                text(
                        "%d callers, %s",
                        callers.path("callers").asInt(),
                        callers.path("drafting").asString()),
                text(
                        "%.2f corrections/s, %.2f x one caller; p50 %.0f ms, p99 %.0f ms",
                        number(callers, "concurrentPerSecond"),
                        number(callers, "ratio"),
                        number(callers, "latencyMillisP50"),
                        number(callers, "latencyMillisP99")));
    }

    private void transformers(String name, JsonNode transformers) {
        if (transformers.has("skipped")) {
            add(name, "transformers", "skipped: " + transformers.path("skipped").asString());
        }
        transformers
                .path("kinds")
                .properties()
                .forEach(kind -> add(
                        name,
                        "transformers " + transformers.path("transformers").asString() + ", " + kind.getKey(),
                        text(
                                "plain %.1f ms, prompt lookup %.1f ms; loading %.2f s",
                                number(kind.getValue(), "plainMillisP50"),
                                number(kind.getValue(), "promptLookupMillisP50"),
                                number(transformers, "loadSeconds"))));
    }

    private void training(JsonNode training) {
        if (training.has("steps")) {
            add(
                    "training",
                    text("%.1f M parameters", number(training, "parameters") / 1e6),
                    text("%.0f tok/s", number(training, "tokensPerSecond")));
            add(
                    "training",
                    "first step's loss, gradient norm",
                    text(
                            "%.5f, %.4f; on the CPU %.5f, %.4f",
                            number(training, "firstLoss"),
                            number(training, "firstGradientNorm"),
                            number(training, "cpuFirstLoss"),
                            number(training, "cpuFirstGradientNorm")));
        }
    }

    private void add(String part, String measured, String result) {
        rows.add(List.of(part, measured, result));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            text.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                text.append("|---|---|---|\n");
            }
        }
        return text.toString();
    }

    private static String share(JsonNode parity, String name) {
        return parity.path(name).path("equal").asInt() + " of "
                + parity.path(name).path("all").asInt();
    }

    private static double number(JsonNode of, String name) {
        return of.path(name).asDouble(Double.NaN);
    }

    private static String number(int digits, double value) {
        return Double.isFinite(value) ? text("%." + digits + "f", value) : "-";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values).replace("NaN", "-").replace("Infinity", "-");
    }
}
