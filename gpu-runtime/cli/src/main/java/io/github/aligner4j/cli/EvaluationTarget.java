// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** The options that choose the output of an evaluation. */
final class EvaluationTarget {

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Write evaluation.json, table.md, outputs.jsonl and differences.jsonl into DIR, "
                    + "overwriting them.")
    private @Nullable Path output;

    @Option(
            names = "--differences",
            paramLabel = "FILE",
            description = "Write the changed windows of --copies to FILE (JSON Lines) instead of differences.jsonl.")
    private @Nullable Path differences;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    /** Checks, before the evaluation starts, that its results can be written. */
    void prepare() throws IOException {
        if (output != null) {
            if (Files.isRegularFile(output)) {
                throw new IOException(output + ": this is a file; --output must name a folder");
            }
            Files.createDirectories(output);
        }
        if (differences != null) {
            OutputFile.require("--differences", differences);
        }
    }

    void write(ObjectNode evaluation, String table, EvaluationDetails details, PrintWriter out) throws IOException {
        out.println(json ? evaluation.toString() : table);
        Path changed = differences;
        if (output != null) {
            WholeFile.write(output.resolve("evaluation.json"), evaluation.toPrettyString() + "\n");
            WholeFile.write(output.resolve("table.md"), table + "\n");
            WholeFile.write(output.resolve("outputs.jsonl"), details.outputs());
            changed = differences == null ? output.resolve("differences.jsonl") : differences;
        }
        if (changed != null) {
            WholeFile.write(changed, details.differences());
        }
    }
}
