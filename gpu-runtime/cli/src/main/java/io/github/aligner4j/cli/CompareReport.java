// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.ComparisonData;
import io.github.aligner4j.evaluation.compare.ComparisonReport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the report of a comparison as JSON. */
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
        numbers.properties().forEach(field -> json.set(field.getKey(), Json.withoutNan(field.getValue())));
        return json;
    }
}
