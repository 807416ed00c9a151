// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.contamination.ContaminationRule;
import io.github.aligner4j.training.contamination.PlacedRow;
import io.github.aligner4j.training.contamination.TextField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a search for contaminated rows. */
final class ContaminationFlags {

    private static final String AUTO = "auto";

    @Option(
            names = "--ngram",
            paramLabel = "N",
            description =
                    "Search for contamination instead: rows that share a run of N words in any of --fields, or a whole "
                            + "text. auto takes 8 to 13, by the length of the rows, as GPT-3 did.")
    private @Nullable String ngram;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "With --ngram: further rows to compare with. May be repeated.")
    private List<Path> train = new ArrayList<>();

    @Option(
            names = "--eval",
            paramLabel = "FILE",
            description = "With --ngram: further rows to compare. May be repeated.")
    private List<Path> eval = new ArrayList<>();

    @Option(
            names = "--fields",
            split = ",",
            paramLabel = "FIELD",
            description =
                    "With --ngram: the fields to compare, of question, answer, correction, conversation and context "
                            + "(default: all but context).")
    private List<String> fields = List.of();

    @Option(
            names = "--min-share",
            defaultValue = "0",
            paramLabel = "X",
            description =
                    "With --ngram: minimum share of a field's runs that are found, 0 to 1; PaLM took 0.7 (default: one run "
                            + "is enough).")
    private double minShare;

    @Option(
            names = "--min-words",
            defaultValue = "" + ContaminationRule.DEFAULT_MIN_WORDS,
            paramLabel = "N",
            description = "With --ngram: minimum number of words of a whole text (default: ${DEFAULT-VALUE}).")
    private int minWords;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "With --ngram: write the rows of EVAL that are not contaminated to FILE, as they are.")
    private @Nullable Path output;

    @Option(
            names = "--clean-train",
            description = "With --ngram: search TRAIN for what EVAL has instead, so that --output is a clean TRAIN.")
    private boolean cleanTrain;

    @Option(names = "--report", paramLabel = "FILE", description = "With --ngram: write the numbers to FILE (JSON).")
    private @Nullable Path report;

    /** Returns true if contamination is searched for; without, no option but {@code --ngram} may be given. */
    boolean requested() {
        boolean others = Stream.of(train, eval, fields).anyMatch(list -> !list.isEmpty())
                || output != null
                || report != null
                || cleanTrain
                || minShare != 0;
        if (ngram == null && others) {
            throw new IllegalArgumentException(
                    "--train, --eval, --fields, --min-share, --output, --clean-train and --report"
                            + " need --ngram, such as --ngram " + ContaminationRule.DEFAULT_NGRAM);
        }
        return ngram != null;
    }

    /**
     * Returns the files whose rows are searched, and those they are compared with; the latter is empty if they are compared with
     * each other.
     *
     * @param first TRAIN; null if it was not given
     * @param second EVAL; null if it was not given
     * @throws IllegalArgumentException if there is no TRAIN
     */
    ContaminationRun.Files files(@Nullable Path first, @Nullable Path second) {
        List<Path> training = joined(first, train);
        List<Path> evaluation = joined(second, eval);
        if (training.isEmpty()) {
            throw new IllegalArgumentException(
                    "at least one file of rows to compare with must be given: TRAIN or --train");
        }
        if (cleanTrain && evaluation.isEmpty()) {
            throw new IllegalArgumentException("--clean-train needs rows to compare with: EVAL or --eval");
        }
        return cleanTrain || evaluation.isEmpty()
                ? new ContaminationRun.Files(training, evaluation)
                : new ContaminationRun.Files(evaluation, training);
    }

    /**
     * Returns the rule for {@code rows}.
     *
     * @throws IllegalArgumentException if an option is out of its range
     */
    ContaminationRule rule(List<PlacedRow> rows) {
        Set<TextField> compared = fields();
        return new ContaminationRule(ngram(rows, compared), compared, minShare, minWords);
    }

    private int ngram(List<PlacedRow> rows, Set<TextField> compared) {
        if (AUTO.equals(ngram)) {
            return ContaminationRule.ngramFor(rows, compared);
        }
        try {
            return Integer.parseInt(ngram == null ? "" : ngram);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--ngram must be a number of words or auto, but was '" + ngram + "'", e);
        }
    }

    private Set<TextField> fields() {
        Set<TextField> found = EnumSet.noneOf(TextField.class);
        for (String field : fields) {
            found.add(Arrays.stream(TextField.values())
                    .filter(known -> known.id().equals(field.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "--fields must name question, answer, correction, conversation or context, but named '"
                                    + field + "'")));
        }
        return found.isEmpty() ? EnumSet.complementOf(EnumSet.of(TextField.CONTEXT)) : found;
    }

    /** Returns the file for clean rows; null without one. */
    @Nullable Path output() {
        return output;
    }

    /** Returns the file for the numbers; null without one. */
    @Nullable Path report() {
        return report;
    }

    private static List<Path> joined(@Nullable Path first, List<Path> others) {
        List<Path> all = new ArrayList<>(others);
        if (first != null) {
            all.add(0, first);
        }
        return all;
    }
}
