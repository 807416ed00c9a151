package io.github.aligner4j.civility;

import io.github.aligner4j.training.dataset.BadRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.DatasetStep;
import io.github.aligner4j.training.dataset.DatasetSteps;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files that a dataset is built from. */
final class SourceFlags {

    @Option(names = "--input", paramLabel = "FILE", description = "Rows; repeatable.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Tab-separated texts with a heading: an answer, then its corrections; repeatable.")
    private List<Path> pairs = new ArrayList<>();

    @Option(names = "--carriers", paramLabel = "FILE", description = "Good answers: rows of question and answer.")
    private @Nullable Path carriers;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = {
                "Corrects the --carriers by rules: lines of a regular expression, a tab and its replacement, in which $$1 is a",
                "group, \\n a line break, and \\u makes the next letter a capital; # begins a comment. Answers that change",
                "become rows."
            })
    private @Nullable Path rules;

    boolean hasPairs() {
        return !pairs.isEmpty();
    }

    boolean hasCarriers() {
        return carriers != null;
    }

    boolean hasRules() {
        return rules != null;
    }

    /**
     * Checks that there is something to build from.
     *
     * @throws IllegalArgumentException if there is not
     */
    void check() {
        if (rules != null && carriers == null) {
            throw new IllegalArgumentException("--rules needs answers to correct; give --carriers too");
        }
        if (inputs.isEmpty() && pairs.isEmpty() && rules == null) {
            throw new IllegalArgumentException(
                    "at least one of --input and --pairs must be given, or --rules with --carriers");
        }
    }

    /** Returns the steps that read the files. */
    List<DatasetStep> read() {
        List<DatasetStep> steps = new ArrayList<>();
        for (Path file : inputs) {
            steps.add(new DatasetStep(
                    "read " + file,
                    (draft, random) -> draft.plusRows(good(file, RowFile.read(file, CorrectionRow::parse)))));
        }
        for (Path file : pairs) {
            steps.add(new DatasetStep(
                    "read pairs of " + file,
                    (draft, random) -> draft.plusSource(DatasetSteps.PAIRS, good(file, RowFile.readPairs(file)))));
        }
        Path file = carriers;
        if (file != null) {
            steps.add(new DatasetStep(
                    "read good answers of " + file,
                    (draft, random) -> draft.plusSource(
                            DatasetSteps.GOOD_ANSWERS,
                            good(file, RowFile.read(file, CorrectionRow::parseGoodAnswer)))));
        }
        return steps;
    }

    /** Returns the step that corrects good answers by rules, if there are rules. */
    List<DatasetStep> rewrite() {
        Path file = rules;
        return file == null ? List.of() : List.of(RecipeSteps.rewrite(file));
    }

    private static List<CorrectionRow> good(Path file, RowFile<CorrectionRow> read) throws IOException {
        if (!read.bad().isEmpty()) {
            BadRow first = read.bad().get(0);
            throw new IOException(file + ":" + first.line() + ": " + first.problem() + "; "
                    + read.bad().size() + " rows are bad in all");
        }
        return read.rows();
    }
}
