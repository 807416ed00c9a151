// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.AnnotatedRow;
import io.github.aligner4j.training.dataset.DatasetSplit;
import io.github.aligner4j.training.dataset.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset split}: splits a dataset by question, or by other fields. */
@Command(
        name = "split",
        description = {
            "Split a dataset by question, or by other fields.",
            "",
            "Writes train.jsonl, dev.jsonl and test.jsonl, rows as they are. Rows with the same value of the first "
                    + "field of --by that they have are together in one of them; for rows without any, the answer "
                    + "counts. The part of a row depends on that value and the seed only.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DatasetSplitCommand implements Callable<Integer> {

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The rows.")
    private Path input = Path.of("");

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "A folder for train.jsonl, dev.jsonl and test.jsonl.")
    private Path output = Path.of("");

    @Option(
            names = "--by",
            defaultValue = "question",
            split = ",",
            paramLabel = "FIELD",
            description = "The fields that keep rows together, most important first, such as topic,question (default: "
                    + "${DEFAULT-VALUE}).")
    private List<String> by = List.of();

    @Option(
            names = {"--dev", "--dev-share"},
            defaultValue = "0.05",
            paramLabel = "X",
            description = "Share of the values in dev.jsonl (default: ${DEFAULT-VALUE}).")
    private double devShare;

    @Option(
            names = {"--test", "--test-share"},
            defaultValue = "0.05",
            paramLabel = "X",
            description = "Share of the values in test.jsonl (default: ${DEFAULT-VALUE}).")
    private double testShare;

    @Option(
            names = "--seed",
            defaultValue = "42",
            paramLabel = "N",
            description = "Seed of the split (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        List<AnnotatedRow> rows = rowFlags.reader().read(input, AnnotatedRow::parse);
        checkFields(rows);
        DatasetSplit<AnnotatedRow> split = DatasetSplit.of(rows, row -> row.first(by), devShare, testShare, seed);
        Files.createDirectories(output);
        write("train.jsonl", split.train());
        write("dev.jsonl", split.dev());
        write("test.jsonl", split.test());
        err.println("train " + split.train().size() + ", dev " + split.dev().size() + ", test "
                + split.test().size() + " rows");
        return 0;
    }

    /** Refuses a field that no row has: it is misspelt, say, and rows that belong together would be apart. */
    private void checkFields(List<AnnotatedRow> rows) {
        for (String field : by) {
            if (!rows.isEmpty() && !"question".equals(field) && rows.stream().noneMatch(row -> row.has(field))) {
                throw new IllegalArgumentException(
                        "--by names '" + field + "', but none of the " + rows.size() + " rows has that field");
            }
        }
    }

    private void write(String name, List<AnnotatedRow> rows) throws IOException {
        WholeFile.write(
                output.resolve(name), rows.stream().map(AnnotatedRow::written).toList());
    }
}
