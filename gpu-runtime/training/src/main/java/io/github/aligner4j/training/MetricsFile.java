package io.github.aligner4j.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Figures of a training as JSON Lines: one object for each step, one for each look at the dev set. */
final class MetricsFile {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    MetricsFile(Path file) {
        this.file = file;
    }

    /** Drops what was noted after {@code step}, as a run that goes on from there will note it again. */
    void cutAfter(int step) throws IOException {
        List<String> kept = new ArrayList<>();
        for (JsonNode line : lines()) {
            if (line.path("step").asInt(0) <= step) {
                kept.add(line.toString());
            }
        }
        Files.write(file, kept, StandardCharsets.UTF_8);
    }

    void add(StepReport report) throws IOException {
        append(JSON.valueToTree(report));
    }

    void add(int step, double devLoss) throws IOException {
        append(JSON.createObjectNode().put("step", step).put("devLoss", devLoss));
    }

    /** Returns all whole lines; a run that was killed may have left part of one. */
    List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                parsed(line).ifPresent(lines::add);
            }
        }
        return lines;
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return Optional.of(JSON.readTree(line));
        } catch (JacksonException e) {
            // Torn by a kill; the step it tells of is done again.
            return Optional.empty();
        }
    }

    private void append(ObjectNode line) throws IOException {
        Files.writeString(
                file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }
}
