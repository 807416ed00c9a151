package io.github.aligner4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Where an evaluation goes. */
final class EvaluationTarget {

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Gets evaluation.json, table.md, outputs.jsonl and differences.jsonl; what is there already is"
                            + " overwritten.")
    private @Nullable Path output;

    @Option(
            names = "--differences",
            paramLabel = "FILE",
            description = "Gets the places where answers of --copies were changed (JSON Lines), instead of"
                    + " differences.jsonl.")
    private @Nullable Path differences;

    @Option(names = "--json", description = "Prints JSON instead of tables.")
    private boolean json;

    /** Makes sure that there will be a place for what takes long to find out. */
    void prepare() throws IOException {
        if (output != null) {
            if (Files.isRegularFile(output)) {
                throw new IOException(output + ": this is a file; --output must name a folder");
            }
            Files.createDirectories(output);
        }
        if (differences != null) {
            if (Files.isDirectory(differences)) {
                throw new IOException(differences + ": this is a folder; --differences must name a file");
            }
            Files.write(differences, List.of());
        }
    }

    void write(ObjectNode evaluation, String table, EvaluationTrail trail, PrintWriter out) throws IOException {
        out.println(json ? evaluation.toString() : table);
        Path changed = differences;
        if (output != null) {
            Files.writeString(output.resolve("evaluation.json"), evaluation.toPrettyString() + "\n");
            Files.writeString(output.resolve("table.md"), table + "\n");
            Files.write(output.resolve("outputs.jsonl"), trail.outputs(), StandardCharsets.UTF_8);
            changed = differences == null ? output.resolve("differences.jsonl") : differences;
        }
        if (changed != null) {
            Files.write(changed, trail.differences(), StandardCharsets.UTF_8);
        }
    }
}
