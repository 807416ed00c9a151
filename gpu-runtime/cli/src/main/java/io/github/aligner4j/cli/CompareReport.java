package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import io.github.aligner4j.evaluation.compare.SystemSummary;
import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.evaluation.page.ReportTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the report of a comparison as JSON and for a terminal. */
final class CompareReport {

    private CompareReport() {}

    /** Returns the report as JSON: the systems with their descriptions, and all numbers; those that don't exist are null. */
    static ObjectNode json(ComparisonData data, ComparisonReport report) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("title", data.title());
        json.put("rows", data.rows().size());
        ObjectNode described = json.putObject("descriptions");
        data.systems().forEach(system -> described.put(system.name(), system.description()));
        JsonNode numbers = Json.MAPPER.valueToTree(report);
        numbers.properties().forEach(field -> json.set(field.getKey(), withoutNan(field.getValue())));
        return json;
    }

    /** Returns the numbers of the systems as a table. */
    static String text(ComparisonData data, ComparisonReport report) {
        List<List<String>> rows = new ArrayList<>();
        report.systems().forEach(system -> rows.add(cells(system)));
        ReportTable table = new ReportTable(
                "Systems",
                "unchanged and edits with their 95 % intervals; tokens, seconds and cost are means of an answer",
                1,
                List.of("system", "answers", "failed", "rejected", "changed", "unchanged", "edits", "tokens", "seconds",
                        "cost of 1000"),
                rows);
        return new ReportPage(data.title(), List.of(), List.of(table), "", List.of()).text();
    }

    private static List<String> cells(SystemSummary system) {
        return List.of(
                system.system(),
                String.valueOf(system.answers()),
                String.valueOf(system.failed()),
                String.valueOf(system.rejected()),
                String.valueOf(system.changed()),
                number("%.3f", system.unchangedShare().value()),
                number("%.3f", system.editRatio().value()),
                number("%.0f", system.promptTokens() + system.completionTokens()),
                number("%.2f", system.meanSeconds().value()),
                system.costPerThousand().isPresent()
                        ? number("%.2f", system.costPerThousand().getAsDouble())
                        : "");
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    /** Returns {@code node} with null for numbers that don't exist, as JSON has no NaN. */
    private static JsonNode withoutNan(JsonNode node) {
        if (node.isNumber() && !Double.isFinite(node.asDouble())) {
            return Json.MAPPER.nullNode();
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> object.set(field.getKey(), withoutNan(field.getValue())));
        } else if (node.isArray()) {
            node.forEach(CompareReport::withoutNan);
        }
        return node;
    }
}
