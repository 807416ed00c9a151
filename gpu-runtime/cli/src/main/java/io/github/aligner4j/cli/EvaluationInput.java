// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.EvaluationData;
import io.github.aligner4j.evaluation.LabelledRow;
import io.github.aligner4j.evaluation.longanswer.LongAnswer;
import io.github.aligner4j.evaluation.longanswer.LongAnswers;
import io.github.aligner4j.evaluation.style.StyleRow;
import io.github.aligner4j.training.dataset.AnnotatedRow;
import io.github.aligner4j.training.dataset.CorrectionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name the test data of an evaluation. */
final class EvaluationInput {

    @Option(
            names = "--references",
            paramLabel = "FILE",
            description = "A table with a heading, tab-separated (or comma-separated: .csv): a rude sentence, then "
                    + "one or more corrections by people. Each sentence is corrected and compared with them.")
    private @Nullable Path references;

    @Option(
            names = "--copies",
            paramLabel = "FILE",
            description = "Good answers, which should come back unchanged: JSON Lines with question and answer.")
    private @Nullable Path copies;

    @Option(
            names = "--long",
            defaultValue = "0",
            paramLabel = "N",
            description = "Insert sentences of --references into N answers of --carriers, and check that nothing "
                    + "else changes (default: ${DEFAULT-VALUE}).")
    private int longAnswers;

    @Option(
            names = "--carriers",
            paramLabel = "FILE",
            description =
                    "Good answers for --long: JSON Lines with question and answer (default: those of " + "--copies).")
    private @Nullable Path carriers;

    @Option(
            names = "--rows",
            paramLabel = "FILE",
            description =
                    "Rows with question, answer and correction, as for training, and perhaps a kind: answers that "
                            + "equal their correction should come back unchanged, all others should not.")
    private @Nullable Path rows;

    @Option(names = "--no-style", description = "Do not correct single sentences; --references serve --long only.")
    private boolean noStyle;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "Correct the first N sentences of --references and the first N answers of --copies and --rows only.")
    private @Nullable Integer limit;

    /** Returns all rows of the references, which judges are trained on as well. */
    List<StyleRow> references(RowReader reader) throws IOException {
        check();
        return references == null ? List.of() : pairs(reader, references);
    }

    /**
     * Reads the test data.
     *
     * @param pairs the rows of the references
     */
    EvaluationData read(List<StyleRow> pairs, RowReader reader, long seed) throws IOException {
        List<CorrectionRequest> good = copies == null ? List.of() : goodAnswers(reader, copies);
        List<LabelledRow> labelled = rows == null ? List.of() : labelled(reader, rows);
        return new EvaluationData(
                noStyle ? List.of() : first(pairs), first(good), longAnswers(pairs, reader, seed), first(labelled));
    }

    private void check() {
        if (isEmpty()) {
            throw new IllegalArgumentException(
                    "there is nothing to evaluate; give --references, --copies, --long or --rows");
        }
        if (longAnswers < 0 || (limit != null && limit < 1)) {
            throw new IllegalArgumentException("--long must be at least 0 and --limit at least 1, but were "
                    + longAnswers + " and " + (limit == null ? "not given" : limit));
        }
        if (longAnswers > 0) {
            checkLong();
        }
    }

    private boolean isEmpty() {
        boolean style = references != null && !noStyle;
        return copies == null && !style && longAnswers == 0 && rows == null;
    }

    private void checkLong() {
        if (references == null || (carriers == null && copies == null)) {
            throw new IllegalArgumentException("--long needs --references for the rude sentences, and --carriers or"
                    + " --copies for the answers to insert them into");
        }
    }

    private List<LongAnswer> longAnswers(List<StyleRow> rows, RowReader reader, long seed) throws IOException {
        Path from = carriers == null ? copies : carriers;
        if (longAnswers == 0 || from == null) {
            return List.of();
        }
        List<LongAnswer> made = LongAnswers.DEFAULT.make(rows, goodAnswers(reader, from), longAnswers, seed);
        if (made.isEmpty()) {
            throw new IOException(from + ": no answer is of "
                    + LongAnswers.DEFAULT.minTokens() + " to " + LongAnswers.DEFAULT.maxTokens()
                    + " tokens with " + LongAnswers.DEFAULT.sentences() + " sentences of --references in it");
        }
        return made;
    }

    static List<StyleRow> pairs(RowReader reader, Path file) throws IOException {
        return StyleRow.group(
                RowReader.requireSome(file, reader.readPairs(file)), CorrectionRow::answer, CorrectionRow::correction);
    }

    static List<CorrectionRequest> goodAnswers(RowReader reader, Path file) throws IOException {
        return RowReader.requireSome(file, reader.read(file, CorrectionRow::parseGoodAnswer)).stream()
                .map(CorrectionRow::request)
                .toList();
    }

    private static List<LabelledRow> labelled(RowReader reader, Path file) throws IOException {
        return RowReader.requireSome(file, reader.read(file, AnnotatedRow::parse)).stream()
                .map(each -> new LabelledRow(each.row().request(), each.row().correction(), each.text("kind")))
                .toList();
    }

    private <T> List<T> first(List<T> all) {
        return limit == null ? all : all.subList(0, Math.min(limit, all.size()));
    }
}
