package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.Carrying;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.Deduplication;
import io.github.aligner4j.training.dataset.IdentityMixing;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aligner dataset build}: makes rows of rows. */
@Command(
        name = "build",
        description = {
            "Joins files into one, without rows that say the same, and adds rows on request:",
            "--carriers puts short edits into long good answers, so that a model learns to touch nothing else;",
            "--identity-share adds good answers that are to be left alone."
        },
        mixinStandardHelpOptions = true)
final class DatasetBuildCommand implements Callable<Integer> {

    @Option(names = "--input", paramLabel = "FILE", description = "Rows; may be given several times.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description =
                    "Tab-separated texts with a heading: an answer, then its corrections; may be given several times.")
    private List<Path> pairs = new ArrayList<>();

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "JSON Lines; overwritten.")
    private Path output = Path.of("");

    @Option(names = "--first-corrections", description = "Keeps the first of several corrections of the same answer.")
    private boolean firstCorrections;

    @Option(names = "--carriers", paramLabel = "FILE", description = "Good long answers: rows of question and answer.")
    private @Nullable Path carriers;

    @Option(
            names = "--carried",
            defaultValue = "1000",
            paramLabel = "N",
            description = "How many rows to make of --carriers (default: ${DEFAULT-VALUE}).")
    private int carried;

    @Option(
            names = "--carried-edits",
            defaultValue = "3",
            paramLabel = "N",
            description = "Most edits that a long answer gets (default: ${DEFAULT-VALUE}).")
    private int carriedEdits;

    @Option(
            names = "--carried-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "Most characters of an answer that is carried (default: ${DEFAULT-VALUE}).")
    private int carriedCharacters;

    @Option(
            names = "--identity-share",
            defaultValue = "0",
            paramLabel = "X",
            description = "Share of the outcome that is to change nothing, 0 to 0.9 (default: ${DEFAULT-VALUE}).")
    private double identityShare;

    @Option(names = "--seed", defaultValue = "42", paramLabel = "N", description = "(default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--skip-bad-rows", description = "Leaves out rows that are bad instead of stopping.")
    private boolean skipBadRows;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (inputs.isEmpty() && pairs.isEmpty()) {
            throw new IllegalArgumentException("at least one of --input and --pairs must be given");
        }
        PrintWriter err = spec.commandLine().getErr();
        List<CorrectionRow> read = read(err);
        List<CorrectionRow> rows = new ArrayList<>(Deduplication.of(read));
        if (firstCorrections) {
            rows = new ArrayList<>(Deduplication.firstCorrections(rows));
        }
        int single = rows.size();
        Random random = new Random(seed);
        rows.addAll(carriedRows(rows, random, err));
        int withCarried = rows.size();
        List<CorrectionRow> mixed = IdentityMixing.mix(rows, identityShare, random);
        RowFile.write(output, mixed);
        err.println("read " + read.size() + " rows, dropped " + (read.size() - single) + ", carried "
                + (withCarried - single) + ", added " + (mixed.size() - withCarried) + " to leave alone; wrote "
                + mixed.size());
        return 0;
    }

    private List<CorrectionRow> read(PrintWriter err) throws IOException {
        List<CorrectionRow> rows = new ArrayList<>();
        for (Path input : inputs) {
            rows.addAll(TrainingRows.read(input, skipBadRows, err));
        }
        for (Path pair : pairs) {
            rows.addAll(TrainingRows.good(pair, RowFile.readPairs(pair), skipBadRows, err));
        }
        return rows;
    }

    private List<CorrectionRow> carriedRows(List<CorrectionRow> rows, Random random, PrintWriter err)
            throws IOException {
        if (carriers == null) {
            return List.of();
        }
        List<CorrectionRow> good = TrainingRows.good(carriers, RowFile.readGoodAnswers(carriers), skipBadRows, err);
        return new Carrying(carriedCharacters, carriedEdits).carry(rows, good, carried, random);
    }
}
