package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.EditInsertion;
import io.github.aligner4j.training.dataset.RewriteRules;
import io.github.aligner4j.training.dataset.RowFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is made of good answers. */
final class CarrierFlags {

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
            description = "Most edits that a long answer gets; how many is drawn (default: ${DEFAULT-VALUE}).")
    private int carriedEdits;

    @Option(
            names = "--carried-characters",
            defaultValue = "160",
            paramLabel = "N",
            description = "Most characters of an answer that is carried (default: ${DEFAULT-VALUE}).")
    private int carriedCharacters;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "Corrects the --carriers: lines of a regular expression, a tab and its replacement, in which $$1 is a"
                            + " group, \\n a line break and \\u makes the next letter a capital; # begins a comment. Answers that"
                            + " change become rows.")
    private @Nullable Path rules;

    /** Returns the most edits that a long answer gets. */
    int edits() {
        return carriedEdits;
    }

    boolean rulesGiven() {
        return rules != null;
    }

    /** Returns the good answers; none without {@code --carriers}. */
    List<CorrectionRow> read(boolean skipBadRows, PrintWriter err) throws IOException {
        return carriers == null
                ? List.of()
                : TrainingRows.good(carriers, RowFile.readGoodAnswers(carriers), skipBadRows, err);
    }

    /**
     * Adds what {@code --rules} and {@code --carried} say to {@code rows}, and returns the answers that are good as they are.
     *
     * @param good the answers that were read
     */
    List<CorrectionRow> extend(List<CorrectionRow> rows, List<CorrectionRow> good, Random random, BuildSummary summary)
            throws IOException {
        if (carriers == null) {
            requireNoRules();
            return List.of();
        }
        List<CorrectionRow> edits = List.copyOf(rows);
        List<CorrectionRow> untouched = rules == null ? good : corrected(rules, good, rows, summary);
        List<CorrectionRow> made =
                new EditInsertion(carriedCharacters, carriedEdits).carry(edits, untouched, carried, random);
        rows.addAll(made);
        summary.add("carried edits into", made.size(), "answers");
        return untouched;
    }

    private void requireNoRules() {
        if (rules != null) {
            throw new IllegalArgumentException("--rules needs answers to correct; give --carriers too");
        }
    }

    private static List<CorrectionRow> corrected(
            Path rules, List<CorrectionRow> good, List<CorrectionRow> rows, BuildSummary summary) throws IOException {
        RewriteRules read = RewriteRules.read(rules);
        RewriteRules.Outcome outcome = read.apply(good);
        rows.addAll(outcome.changed());
        summary.add("changed by", read.size(), "rules: " + outcome.changed().size() + " answers");
        summary.add("left out", outcome.emptied(), "that the rules emptied");
        return outcome.untouched();
    }
}
