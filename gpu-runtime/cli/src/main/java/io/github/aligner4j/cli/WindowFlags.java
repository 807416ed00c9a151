package io.github.aligner4j.cli;

import io.github.aligner4j.training.dataset.CorrectionRow;
import io.github.aligner4j.training.dataset.Windowing;
import java.util.List;
import picocli.CommandLine.Option;

/** How rows are cut into windows. */
final class WindowFlags {

    @Option(
            names = "--window",
            defaultValue = "0",
            paramLabel = "N",
            description =
                    "Cuts all rows into windows of at most so many characters, as checkpoints that correct a few sentences"
                            + " at a time read them (default: leaves them whole).")
    private int window;

    @Option(
            names = "--question-characters",
            defaultValue = "2147483647",
            paramLabel = "N",
            description = "With --window: most characters that are kept of the question's end (default: all).")
    private int questionCharacters;

    /** Returns the most characters of a row's answer. */
    int longest() {
        return window == 0 ? Integer.MAX_VALUE : window;
    }

    /** Returns the windows of {@code rows}, or {@code rows} if none are wanted, each once. */
    List<CorrectionRow> cut(List<CorrectionRow> rows, BuildSummary summary) {
        List<CorrectionRow> cut = rows;
        if (window != 0) {
            Windowing.Outcome outcome = new Windowing(window, questionCharacters).cut(rows);
            cut = outcome.rows();
            summary.add("cut", rows.size(), "rows into " + cut.size() + " windows");
            summary.add("left out", outcome.uncut(), "windows with a border inside a change");
        }
        List<CorrectionRow> distinct = cut.stream().distinct().toList();
        summary.add("dropped", cut.size() - distinct.size(), "repetitions");
        return distinct;
    }
}
