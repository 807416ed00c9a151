// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.RowFile;
import io.github.aligner4j.training.dataset.TrafficRow;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Training data for the upstream model, from its own answers and their corrections: weak-to-strong generalization
 * (arXiv:2402.02416, section 5).
 *
 * @param rows the exported rows in order
 * @param audit the record of all rows that were read
 */
public record Export(List<ObjectNode> rows, Audit audit) {

    static final String PROMPT = "prompt";

    /** Copies the list. */
    public Export {
        rows = List.copyOf(rows);
    }

    /** Exports {@code traffic}. */
    public static Export of(RowFile<TrafficRow> traffic, Rules rules) {
        List<ObjectNode> rows = new ArrayList<>();
        List<Audit.Filtered> filtered = new ArrayList<>();
        traffic.bad().forEach(bad -> filtered.add(new Audit.Filtered(bad.line(), Reason.BAD, bad.problem())));
        Set<Object> seen = new HashSet<>();
        for (TrafficRow row : traffic.rows()) {
            Optional<Reason> reason = rules.objection(row);
            if (reason.isEmpty() && !seen.add(List.of(row.conversation(), row.question(), row.answer()))) {
                reason = Optional.of(Reason.DUPLICATE);
            }
            if (reason.isPresent()) {
                filtered.add(new Audit.Filtered(row.line(), reason.get(), row.error()));
            } else {
                rows.add(json(row, rules));
            }
        }
        filtered.sort(Comparator.comparingLong(Audit.Filtered::line));
        return new Export(rows, new Audit(rows.size(), filtered));
    }

    /** Writes the rows as JSON Lines. */
    public void write(Path file) throws IOException {
        WholeFile.write(file, rows.stream().map(JsonRow::written).toList());
    }

    private static ObjectNode json(TrafficRow row, Rules rules) {
        Layout layout = rules.layout();
        ObjectNode json = layout.prompted(row);
        if (rules.format() == Format.SFT) {
            layout.answer(json, "completion", row.correction());
        } else {
            layout.answer(json, "chosen", row.correction());
            layout.answer(json, "rejected", row.answer());
        }
        return json;
    }
}
