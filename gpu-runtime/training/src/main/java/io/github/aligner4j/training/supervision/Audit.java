// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of the rows that were read for an export.
 *
 * @param kept the number of exported rows
 * @param filtered the rows that were not exported, by line
 */
public record Audit(int kept, List<Filtered> filtered) {

    /** Copies the list. */
    public Audit {
        filtered = List.copyOf(filtered);
    }

    /**
     * A row that was not exported.
     *
     * @param line the line on which it begins, from 1
     * @param reason the reason
     * @param detail the problem of a bad row, or the error of a failed correction; never its texts
     */
    public record Filtered(long line, Reason reason, String detail) {}

    /** Returns the number of rows that were read. */
    public int read() {
        return kept + filtered.size();
    }

    /** Returns the number of rows filtered for each reason, including reasons without rows, in order. */
    public Map<Reason, Integer> counts() {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            counts.put(reason, 0);
        }
        filtered.forEach(row -> counts.merge(row.reason(), 1, Integer::sum));
        return counts;
    }

    /** Returns a one-line summary with the reasons that occurred. */
    public String summary() {
        String reasons = counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().id())
                .collect(Collectors.joining(", "));
        return "read " + read() + " rows, kept " + kept + ", filtered " + filtered.size()
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    /** Writes JSON Lines: an object of counts, then one for each filtered row. */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        ObjectNode head =
                JsonNodeFactory.instance.objectNode().put("read", read()).put("kept", kept);
        ObjectNode counts = head.putObject("filtered");
        counts().forEach((reason, count) -> counts.put(reason.id(), count));
        lines.add(head.toString());
        for (Filtered row : filtered) {
            ObjectNode json = JsonNodeFactory.instance
                    .objectNode()
                    .put("line", row.line())
                    .put("reason", row.reason().id());
            if (!row.detail().isEmpty()) {
                json.put("detail", row.detail());
            }
            lines.add(json.toString());
        }
        WholeFile.write(file, lines);
    }
}
