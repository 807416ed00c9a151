// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.AnnotatedRow;
import io.github.aligner4j.training.dataset.JsonRow;
import io.github.aligner4j.training.dataset.Overlap;
import io.github.aligner4j.training.dataset.Overlap.Shared;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code aligner dataset overlap}: finds rows of a dataset that are much like rows of another one. */
@Command(
        name = "overlap",
        description = {
            "Find rows of a dataset that overlap with rows of another one.",
            "",
            "Compares the rows of EVAL with those of TRAIN; without EVAL, the rows of TRAIN with each other. Two rows "
                    + "overlap if they share a run of words in what is changed, or the whole answer; case and "
                    + "punctuation don't count. Prints a line of JSON for each overlap.",
            "",
            "With --ngram, rows of EVAL that TRAIN gives away are found as the literature does: those that share a run of "
                    + "N words, in any of --fields, or a whole text. EVAL is in memory; TRAIN is read row by row.",
            "",
            "The exit code is 1 if a share is above --fail-above.",
            ""
        },
        mixinStandardHelpOptions = true)
final class DatasetOverlapCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "TRAIN", description = "The rows to compare with.")
    private @Nullable Path train;

    @Parameters(index = "1", arity = "0..1", paramLabel = "EVAL", description = "The rows to compare.")
    private @Nullable Path eval;

    @Option(
            names = "--words",
            defaultValue = "" + Overlap.DEFAULT_WORDS,
            paramLabel = "N",
            description = "Length of a shared run in what is changed (default: ${DEFAULT-VALUE}).")
    private int words;

    @Option(
            names = "--fail-above",
            defaultValue = "1",
            paramLabel = "X",
            description = "Maximum share of rows that overlap, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double failAbove;

    @Mixin
    private ContaminationFlags contamination = new ContaminationFlags();

    @Mixin
    private RowFlags rowFlags = new RowFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (!(failAbove >= 0 && failAbove <= 1)) {
            throw new IllegalArgumentException("--fail-above must be 0 to 1, but was " + failAbove);
        }
        if (contamination.requested()) {
            return contaminatedShare() > failAbove ? 1 : 0;
        }
        Overlap overlap = overlap();
        print("words", overlap.runs());
        print("answer", overlap.answers());
        PrintWriter err = spec.commandLine().getErr();
        err.println(summary(overlap.runs(), overlap.changedRows(), "share " + words + " words of what is changed"));
        err.println(summary(overlap.answers(), overlap.rows(), "have the answer of another one"));
        return Math.max(overlap.runShare(), overlap.answerShare()) > failAbove ? 1 : 0;
    }

    private double contaminatedShare() throws IOException {
        CommandLine command = spec.commandLine();
        ContaminationRun run =
                new ContaminationRun(contamination, rowFlags.reader(), command.getOut(), command.getErr());
        return run.run(contamination.files(train, eval));
    }

    private Overlap overlap() throws IOException {
        if (train == null) {
            throw new ParameterException(
                    spec.commandLine(), "the parameter TRAIN is missing; name the rows to compare with");
        }
        RowReader reader = rowFlags.reader();
        List<AnnotatedRow> rows = reader.read(train, AnnotatedRow::parse);
        return eval == null
                ? Overlap.within(rows, words)
                : Overlap.between(reader.read(eval, AnnotatedRow::parse), rows, words);
    }

    private void print(String kind, List<Shared> shared) {
        for (Shared each : shared) {
            ObjectNode json = Json.MAPPER.createObjectNode();
            json.put("overlap", kind).put("line", each.line()).put("otherLine", each.otherLine());
            json.put("text", each.text());
            spec.commandLine().getOut().println(JsonRow.written(json));
        }
    }

    private static String summary(List<Shared> shared, int rows, String what) {
        double percent = rows == 0 ? 0 : 100.0 * shared.size() / rows;
        return String.format(Locale.ROOT, "%d of %d rows (%.1f %%) %s", shared.size(), rows, percent, what);
    }
}
