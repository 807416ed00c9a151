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
 * What became of each row that was read.
 *
 * @param kept how many were exported
 * @param filtered those that were not, by line
 */
public record Audit(int kept, List<Filtered> filtered) {

    /** Copies the list. */
    public Audit {
        filtered = List.copyOf(filtered);
    }

    /**
     * A row that was not exported.
     *
     * @param line where it begins in its file, counted from 1
     * @param reason why
     * @param detail what is wrong with a bad row, or the error of one that failed; never the texts
     */
    public record Filtered(long line, Reason reason, String detail) {}

    /** How many rows were read. */
    public int read() {
        return kept + filtered.size();
    }

    /** How many rows were filtered for each reason; all reasons are there, in order. */
    public Map<Reason, Integer> counts() {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            counts.put(reason, 0);
        }
        filtered.forEach(row -> counts.merge(row.reason(), 1, Integer::sum));
        return counts;
    }

    /** Returns a line for people, with the reasons that occurred. */
    public String summary() {
        String reasons = counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey().id())
                .collect(Collectors.joining(", "));
        return "read " + read() + " rows, kept " + kept + ", filtered " + filtered.size()
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    /** Writes JSON Lines: first an object of counts, then one for each row that was filtered. */
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
