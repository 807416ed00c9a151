package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.QuestionSplit;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset split}: splits a dataset by question. */
@Command(
        name = "split",
        description = {
            "Split a dataset by question.",
            "",
            "Writes train.jsonl, dev.jsonl and test.jsonl. No question (or answer, if there is no "
                    + "question) is in two of them. The split of a row depends on its question and the seed only.",
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
            names = "--dev-share",
            defaultValue = "0.05",
            paramLabel = "X",
            description = "Share of the questions in dev.jsonl (default: ${DEFAULT-VALUE}).")
    private double devShare;

    @Option(
            names = "--test-share",
            defaultValue = "0.05",
            paramLabel = "X",
            description = "Share of the questions in test.jsonl (default: ${DEFAULT-VALUE}).")
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
        QuestionSplit split =
                QuestionSplit.of(rowFlags.reader().read(input, CorrectionRow::parse), devShare, testShare, seed);
        Files.createDirectories(output);
        RowFile.write(output.resolve("train.jsonl"), split.train());
        RowFile.write(output.resolve("dev.jsonl"), split.dev());
        RowFile.write(output.resolve("test.jsonl"), split.test());
        err.println("train " + split.train().size() + ", dev " + split.dev().size() + ", test "
                + split.test().size() + " rows");
        return 0;
    }
}
