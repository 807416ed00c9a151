package io.github.aligner4j.cli;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.evaluation.style.JudgeData;
import io.github.aligner4j.evaluation.style.JudgeSettings;
import io.github.aligner4j.evaluation.style.Judges;
import io.github.aligner4j.evaluation.style.StyleRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What judges and the lexicon learn from. */
final class JudgeFlags {

    @Option(
            names = "--judge",
            paramLabel = "FILE",
            description = "Pairs, as --references has them, for a second judge; may be given several times.")
    private List<Path> judge = new ArrayList<>();

    @Option(
            names = "--judge-extra",
            paramLabel = "FILE",
            description = {
                "Pairs for the cross-fitted judge, besides the references themselves; may be given several times. To be",
                "independent of the Aligner, none that it was trained on. The threshold of --lexicon is chosen on them."
            })
    private List<Path> extra = new ArrayList<>();

    @Option(
            names = "--judge-clean",
            paramLabel = "FILE",
            description = "Rows of question and answer: both judges also learn that their sentences are civil.")
    private @Nullable Path clean;

    @Option(
            names = "--lexicon",
            paramLabel = "FILE",
            description = "Pairs that a lexicon of rude words is learnt from, for the baseline that deletes them; needs"
                    + " --judge-extra.")
    private @Nullable Path lexicon;

    /**
     * Reads the files and trains judges.
     *
     * @param rows the rows to judge
     */
    Judges train(List<StyleRow> rows, RowReader reader, long seed) throws IOException {
        if (lexicon != null && extra.isEmpty()) {
            throw new IllegalArgumentException(
                    "--lexicon needs --judge-extra: pairs on which the threshold of the lexicon is chosen");
        }
        List<String> civil = clean == null
                ? List.of()
                : EvaluationInput.goodAnswers(reader, clean).stream()
                        .map(CorrectionRequest::answer)
                        .toList();
        JudgeData data = new JudgeData(
                rows,
                pairs(reader, extra),
                pairs(reader, judge),
                lexicon == null ? List.of() : EvaluationInput.pairs(reader, lexicon),
                civil);
        return Judges.train(data, JudgeSettings.DEFAULT.withSeed(seed));
    }

    private static List<StyleRow> pairs(RowReader reader, List<Path> files) throws IOException {
        List<StyleRow> rows = new ArrayList<>();
        for (Path file : files) {
            rows.addAll(EvaluationInput.pairs(reader, file));
        }
        return rows;
    }
}
