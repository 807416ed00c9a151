// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.page.ReportPage;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** The options that say how a report on recorded traffic is written. */
final class ReportFlags {

    /** Writes constants in lower case, as recordings do. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE).build();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report as a page, which loads nothing, to FILE; overwritten.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Option(
            names = "--examples",
            defaultValue = "40",
            paramLabel = "N",
            description = "Number of typical changes to show, 0 to keep recorded texts out of the report (default: "
                    + "${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed by which the examples are chosen (default: ${DEFAULT-VALUE}).")
    private long seed;

    int examples() {
        return examples;
    }

    long seed() {
        return seed;
    }

    /** Checks, before the work starts, that the report can be written. */
    void prepare(List<Path> inputs) throws IOException {
        if (examples < 0) {
            throw new IllegalArgumentException("--examples must be at least 0, but was " + examples);
        }
        if (html != null) {
            for (Path input : inputs) {
                OutputFile.require("--html", html, input);
            }
        }
    }

    /** Writes {@code report}, laid out as {@code page}. */
    void write(Object report, ReportPage page, PrintWriter out) throws IOException {
        if (html != null) {
            WholeFile.writePrivate(html, page.html());
        }
        out.print(json ? JSON.valueToTree(report) + "\n" : page.text());
        out.flush();
    }
}
